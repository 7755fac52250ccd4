/// How people in meetings talk.
enum MeetingGrammar {
    static let shared = Grammar([
        "nod": [
            "Yeah.", "Right.", "Okay.", "Mm-hmm.", "Sure.", "Yes.", "Hm.", "Exactly.", "True.",
            "Oh.",
            "I see.", "No.", "Well.", "Uh-huh.", "Good.", "Yep.", "Yeah, yeah.", "Alright.",
            "Of course.",
        ],
        "short": [
            "Yeah, that makes sense.", "I think so too.", "That is what I thought.", "Okay, go on.",
            "Not really, no.", "Could you say that again?", "Oh, I did not know that.",
            "Sorry, go ahead.",
            "So {thing}, then.", "And {thing}?", "No, I meant {thing}.", "Let me write that down.",
            "Thank you, {other}.", "What about {thing}?", "Is that certain?",
            "Fair enough, {other}.",
            "I would rather {action}.", "Who said that?", "We can {action}.",
            "Yeah, maybe {action}.",
            "Hang on.", "That was {other}, I think.", "Since when?", "It depends.",
            "Right, {thing}.",
        ],
        "thanks": [
            "Thank you, {other}.", "I thank {other} for the question.",
            "The floor is yours, {other}.",
            "{other}, please.", "Any further questions?", "We take note of that.",
            "Please be brief.",
        ],
        "spoken": [
            "{lead}{thing} {verb} {grade}.", "{lead}we {modal} {action}{tail}.",
            "{lead}{trouble}, {so} {thing} {verb} {grade}.", "{when} {trouble}{tail}.",
            "{lead}if we {action}, {thing} {verb} {grade}.",
            "{opinion} {thing} more than {thing2}.",
            "{who} {told} that {trouble}.", "{who} wants to {action}, {but} {trouble}.",
            "{thing} and {thing2}, {those} {verbs} {grade}{tail}.",
            "{lead}it is {less} about {thing} and more about {thing2}.",
            "{when} we tried to {action}, and {result}.", "{lead}I {modal2} {action} {when2}.",
            "My {worry} is {thing}: {trouble}.", "{so} {who} {modal} {action}, {right}?",
            "{lead}{thing2} {verb} {grade} without {thing}.",
        ],
        "question": [
            "{other}, can you tell us about {thing}?", "How long would it take to {action}?",
            "Do we know whether {trouble}?", "What happens to {thing} if we {action}?",
            "{who} asked {when2} about {thing}, what do we answer?", "Why not {action}?",
            "Is {thing} {grade}, or is it {thing2}?",
            "{other}, would you be able to {action} {when2}?",
        ],
        "decision": [
            "So it is decided, we {action}.", "Good, then {who} will {action} {when2}.",
            "Let us agree on that: we {action}, and {thing} stays as it is.",
            "{other} takes care of {thing}, I take {thing2}.",
            "We vote on it {when2}; until then nobody will {action}.",
        ],
        "shift": [
            "Next on the list is {topic}.", "Let us go on to {topic}.",
            "Okay, {topic}. Who starts?",
            "That brings us to {topic}.", "I would like to talk about {topic} now.",
            "Before we run out of time: {topic}.",
        ],
        "recall.ask": [
            "What was {label} again?", "Sorry, {label}, what did we say?",
            "{other}, do you still have {label}?",
            "Did anyone write down {label}?", "Remind me, {label}?",
        ],
        "recall.answer": [
            "{value}, {other} had that.", "That was {value}.", "We said {value}.",
            "{value}, if I read my notes right.",
            "I have {value} here, under {topic}.",
        ],
        "recall.use": [
            "With {value} for {label}, {thing} {verb} {grade}.",
            "If {label} stays at {value}, we {modal} {action}.",
            "I checked {label}: {value}, nothing has changed.",
            "{label} was {value} when {who} looked, and {trouble}.",
        ],
        "fact": [
            "By the way, {label} is {value}.", "I noted {value} as {label}.",
            "{label}, according to {who}: {value}.",
            "{lead}{label} comes to {value}.", "You will need {label}, it is {value}.",
            "{label} is settled, it is {value}.",
        ],
        "lead": [
            "", "", "", "I think ", "I mean, ", "well, ", "you know, ", "honestly, ",
            "from my side ",
            "the way I see it ", "um, ", "so, ", "and ", "but ", "actually ", "okay, so ",
            "uh, I guess ",
            "yeah, but ", "as far as I know ", "to me ", "in the end ",
        ],
        "formal.lead": ["", ""],
        // None of these tells one thing from several.
        "verb": [
            "will be", "would be", "could be", "must be", "should be", "turned out", "might be",
            "became", "can only be", "may well be", "ought to be", "used to be", "remained",
        ],
        "verbs": ["are", "were", "look", "seem", "will be", "would be", "turned out", "must be"],
        "grade": [
            "fine", "too expensive", "good enough", "a bit late", "harder than we hoped",
            "almost done",
            "out of the question", "the main point", "not ready", "much better now", "quite risky",
            "only half of it", "worth a try", "the easy part", "what everyone asks for", "unclear",
            "simple", "a matter of taste", "hard to explain", "cheaper", "still open",
            "in good shape",
        ],
        "modal": [
            "could", "should", "must", "might", "will", "cannot", "ought to", "would rather",
        ],
        "modal2": [
            "would", "can", "will", "might", "could not", "tried to", "want to", "am going to",
        ],
        "tail": [
            "", "", "", "", " anyway", " for now", ", I believe", ", more or less", " at least",
            ", whatever {other} says", " this month", ", to be fair", ", don't you think",
            " before the summer", ", if you ask me", " again",
        ],
        "when": [
            "last time", "on Monday", "in the first week", "since then", "this morning",
            "a year ago",
            "when {other} was away", "back then", "every now and then", "as soon as it got busy",
        ],
        "when2": [
            "next week", "by Friday", "tomorrow", "after the meeting", "before the next meeting",
            "in two weeks", "as soon as possible", "this afternoon", "at the end of the month",
        ],
        "who": [
            "{other}", "{other}", "my colleague", "the office downstairs", "a friend of mine",
            "someone",
            "the other group", "everybody here", "the manager",
        ],
        "told": [
            "told me", "says", "keeps saying", "wrote to us", "found out", "insists", "mentioned",
            "heard",
        ],
        "but": ["but", "only", "although", "and yet", "except that"],
        "so": ["so", "and so", "which means", "therefore", "and then"],
        "those": ["both", "those two", "they", "these"],
        "less": ["less", "not so much", "hardly", "not"],
        "opinion": [
            "I like", "People want", "We need", "They noticed", "I would miss", "We talk about",
        ],
        "worry": ["worry", "question", "impression", "problem", "point", "concern"],
        "result": [
            "it worked", "nothing happened", "we gave up", "it was {grade}", "people liked it",
            "it took all day", "that was that", "{trouble}",
        ],
        "right": ["right", "yes", "no", "or not", "correct"],
        "formal": [
            "{address}{trouble}, {so} we {modal} {action}{ftail}.",
            "{address}{many} {people} have written to me about {thing}, because {trouble}.",
            "{thing} and {thing2} {verbs} {grade}, {yet} the plan before us says nothing about either.",
            "{address}will the committee {action}, yes or no?",
            "{since} {trouble}, I {ask} this committee to {action}{ftail}.",
            "In {place} alone {many} {people} depend on {thing}, {yet} {trouble}.",
            "{thing} {verb} {grade}; {thing2} {verb} {grade} as well.",
            "The honourable member knows that {trouble}, {yet} we hear that {who2} would {action}.",
            "Nobody disputes that {thing} {verb} {grade}, but to {action} {when2} {verb} {grade}.",
            "Let me be clear: {who2} did {action} {when}, and {trouble}.",
            "We {modal} either {action} or accept that {thing} {verb} {grade}.",
        ],
        "address": [
            "", "", "Madam Chair, ", "Through you, Madam Chair, ", "To answer the question, ",
            "Colleagues, ",
        ],
        "ftail": [
            "", "", " without further delay", " in this financial year", ", as promised",
            " and report back",
        ],
        "since": [
            "as long as", "given that", "now that", "in spite of the fact that",
            "for the simple reason that",
        ],
        "many": [
            "dozens of", "more than forty", "hundreds of", "several", "nearly all", "a majority of",
        ],
        "people": [
            "residents", "families", "small businesses", "pensioners", "teachers", "visitors",
            "commuters",
        ],
        "yet": ["yet", "and still", "while", "but"],
        "ask": ["urge", "ask", "invite", "remind"],
        "place": [
            "the lower town", "the eastern district", "our ward", "the old quarter", "the villages",
        ],
        "who2": [
            "the administration", "the previous board", "the department", "the working group",
            "the auditor",
        ],
    ])
}
