import Statistics

/// What is said about pictures.
enum VisionSpeech {
    static let viewer = """
        You look at photographs for people who write insurance claims, list things for sale or \
        document repairs. Describe what can be seen, name file names and numbers exactly, and say \
        so if a picture is too small or too dark to tell.
        """

    static let subjects = [
        "kitchen floor", "front wheel", "water meter", "shop receipt", "balcony door",
        "old dresser",
        "roof tiles", "fuse box", "dented fender", "parcel label", "damp wall", "garden fence",
        "washing machine", "train ticket", "broken vase",
    ]

    static let grammar = Grammar([
        "screenshot": [
            "screenshot: {state}, the pointer rests {where}", "{window}; {state}",
            "{window} in front of {back2}, {state}", "screenshot, {window} open, {state}",
        ],
        "window": [
            "desktop window", "browser page", "file dialog", "settings panel", "text editor",
        ],
        "back2": ["the desktop", "a second window", "a terminal", "the file manager"],
        "state": [
            "a menu is open on the right", "the search bar is empty", "three icons stand in a row",
            "a dialog asks for a file name", "one row is highlighted",
            "a progress bar is half full",
            "the title bar reads {file}", "a tooltip covers the lower edge",
            "two buttons are greyed out", "the list is sorted by date",
        ],
        "photograph": [
            "{shot} of a {subject}, {light}, {detail}", "{oneSubject} {from}, {detail}",
            "{subject}, {light}; {detail}; in the background {back}", "{shot}, {light}",
        ],
        "shot": [
            "close-up", "wide shot", "slightly blurred photo", "scan", "photo taken by phone",
        ],
        "light": [
            "in daylight", "under a lamp", "with strong shadows", "with flash",
            "overexposed on the left",
        ],
        "detail": [
            "a crack runs from the corner to the middle", "the number plate is hidden",
            "two screws are missing",
            "a label with small print is visible", "water has left brown rings",
            "a hand holds a ruler beside it",
            "the lower third is cut off",
            "the paint has come off in places",
        ],
        "from": [
            "from above", "from the side", "seen through a window", "at an angle",
            "from two metres away",
        ],
        "back": [
            "a bicycle", "a white wall", "several boxes", "a second monitor", "a garden",
            "nothing else",
        ],
        "where": [
            "near the lower edge", "on the first icon", "in the middle", "over the close button",
        ],
        "show": [
            "This is {name}, the {subject}, reference {code}. What do you see?",
            "Here is the {subject} ({name}, reference {code}). Is the damage visible?",
            "{name}: can you read the reference on the {subject}? It should be {code}.",
            "I took this today, {name}. Please describe the {subject} for the claim {code}.",
            "Does the {subject} in {name} look repairable to you? The claim is {code}.",
            "One more for {code}, {name}: the {subject} from another side.",
        ],
        "describe": [
            "The picture {name} shows the {subject} {from}, {light}.", "In {name} {detail}.",
            "{detail}, and in the background I see {back}.",
            "I cannot read everything, but {code} is legible.",
            "The {subject} itself looks intact apart from the edge.",
            "Towards the bottom {detail}.",
            "I see nothing else that matters for {code}.",
            "For the claim I would write: {subject}, {light}, reference {code}.",
        ],
        // A question and its answer, for each way of coming back to a photograph.
        "again 0": ["Back to {name}: was the mark on the left or on the right?"],
        "answer 0": [
            "In {name} the mark is on the left side, about a hand's width from the edge.",
            "On the right in {name}, close to the corner.",
        ],
        "again 1": ["Compared with {name}, is it worse?", "Is it worse than in {name}?"],
        "answer 1": [
            "{name} shows it more clearly, because there {detail}.",
            "It is about the same as in {name}; only here {detail}.",
        ],
        "again 2": ["Which of the two should I send in, this or {name}?"],
        "answer 2": [
            "I would send {name}: it was taken {light} and the reference {code} can be read.",
            "{name}, because the {subject} fills the whole picture there.",
        ],
        "again 3": ["What was the reference of {name} again?", "And the reference of {name}?"],
        "answer 3": ["The reference of {name} is {code}.", "It is {code}, for the {subject}."],
        "again 4": ["Please write one sentence about {name} for the form."],
        "answer 4": ["For the form {code}: \"{subject}, see {name}; {detail}.\""],
        "operator": [
            "I see the {window}, where {state}.",
            "to {step} I have to reach the right place first.",
            "the previous action seems to have worked.", "the file {file} is not selected yet.",
            "my plan is to {step} now.", "nothing has changed since the last picture, so I wait.",
            "the pointer is {where}, which is not the target.", "I can see {file} in the list.",
        ],
    ])

    /// So many sentences of a rule, no two with the same beginning.
    static func sentences(
        _ count: Int, of rule: String, _ slots: Grammar.Slots, _ generator: inout SeededGenerator
    ) -> String {
        var all: [String] = []
        for _ in 0..<count {
            let next = grammar.sentence(rule, slots, &generator)
            if !all.contains(where: { $0.prefix(9) == next.prefix(9) }) { all.append(next) }
        }
        return all.joined(separator: " ")
    }

    /// Something to do on a screen.
    struct Task: Sendable {
        let goal: String
        let ending: String
        let steps: [String]
    }

    static let tasks = [
        Task(
            goal: "Rename the newest file on the desktop", ending: "txt",
            steps: [
                "Find {file} on the desktop", "Select {file} with one click",
                "Press the key for renaming",
                "Type the new name", "Confirm with the return key",
            ]),
        Task(
            goal: "Sum a column of a spreadsheet", ending: "xlsx",
            steps: [
                "Open the file manager", "Open {file}",
                "Click into the first empty cell of the column",
                "Type the formula for the sum", "Confirm the formula", "Save {file}",
            ]),
        Task(
            goal: "Send a document by mail", ending: "pdf",
            steps: [
                "Open the mail program", "Start a new message", "Enter the address of the office",
                "Attach {file}", "Check the size of {file}", "Send the message",
            ]),
        Task(
            goal: "Turn on the night light and keep a note of it", ending: "md",
            steps: [
                "Open the settings", "Go to the display page", "Move the night light switch",
                "Open the text editor", "Write the time into {file}", "Save {file}",
            ]),
    ]

    /// The instruction that comes with every screenshot.
    static func instruction(goal: String, steps: [String], current: Int, size: (Int, Int)) -> String
    {
        let plan = steps.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
        return """
            You know your way around desktop computers. Your task is to operate the screen by mouse \
            and keyboard until the goal is reached. The picture shows the whole screen, width \
            \(size.0), height \(size.1). The overall goal is: "\(goal)".

            This plan was made for the goal:

            \(plan)

            The step to do now is: "\(steps[current])".

            You can choose among these actions:
            ```json
            [
                {"action_type": "mouse", "kind": "click", "position": {"width": int, "height": int}},
                {"action_type": "mouse", "kind": "double_click", "position": {"width": int, "height": int}},
                {"action_type": "mouse", "kind": "scroll_up", "position": {"width": int, "height": int}},
                {"action_type": "mouse", "kind": "scroll_down", "position": {"width": int, "height": int}},
                {"action_type": "mouse", "kind": "move", "position": {"width": int, "height": int}},
                {"action_type": "mouse", "kind": "drag", "position": {"width": int, "height": int}},
                {"action_type": "keyboard", "text": "the text to type"},
                {"action_type": "keyboard", "key": "the name of a key, such as Return or Ctrl+A"},
                {"action_type": "wait", "seconds": number}
            ]
            ```
            Positions are counted in pixels from the upper left corner. Do one step at a time, and \
            wait if a window is still opening. If the last action had no effect, try another way \
            instead of repeating it. Describe shortly what you see and what you intend, then give \
            the actions as JSON in a code fence, and nothing after it.
            """
    }
}
