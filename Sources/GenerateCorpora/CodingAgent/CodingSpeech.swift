/// What the coding agent thinks aloud, and the words of the issues it is given.
enum CodingSpeech {
    static let grammar = Grammar([
        "thought": ["{lead}", "{lead}", "{guess}", "{plan}", "{check}"],
        "look": [
            "Let me look at `{path}` again.", "Now let me see how `{function}` is used.",
            "I want to read `{class}` first.", "Let me check what {path} does with it.",
            "Next I open {path}.", "Let me find every caller of {function}.",
            "`{class}.{function}` in {path}, line {line}, might be involved too.",
            "Perhaps `{class}` has the same problem in `{function}`.",
        ],
        "lead": [
            "The traceback ends in `{class}.{function}`, line {line}.",
            "`{function}` gets its value from `self.{attr}`, which is None at this point.",
            "Only {path} touches `{attr}`, so the fault must be there.",
            "Nothing in the tests covers `{attr}` being empty.",
            "The issue names revision {commit}, and the file has changed since.",
            "So `{class}` never fills its {attr} by itself.",
            "That explains the message: {error}.",
        ],
        "guess": [
            "It looks as if `{function}` returns too early.",
            "My guess is that the {attr} is compared with the wrong side.",
            "I suspect line {line} of {path}: the result is used before it is checked.",
            "The condition on `{attr}` seems inverted.",
            "Perhaps the default of `{attr}` hides the problem.",
        ],
        "plan": [
            "I will add a guard there and keep the rest as it is.",
            "The smallest fix is to return before `{attr}` is read.",
            "First I write a script that shows the problem.",
            "Then I run {test} alone.", "After that the whole test file has to pass.",
            "I will leave the public signature of `{function}` alone.",
        ],
        "check": [
            "Let me run the tests.", "Let me run it once more.", "Let me verify this.",
            "Let me see the whole output.", "Now the details.", "One step after the other.",
        ],
        "symptom": [
            "`{class}.{function}` raises `{error}` when the {attr} is empty.",
            "After an upgrade to {version}, calling `{function}` on a fresh `{class}` fails with `{error}`.",
            "We see `{error}` in production about {number} times a day, always from `{function}`.",
        ],
        "story": [
            "We use {package} for {purpose} on {number} machines, and this began with {version}.",
            "I bisected it to {commit}.", "The same data works with the previous release.",
            "It only happens if `{attr}` was never set.",
            "A colleague saw it on another machine too.",
            "The workaround is to set `{attr}` by hand before the call, which is easy to forget.",
            "I read the documentation at {url} and it says that `{attr}` is optional.",
            "The log shows nothing before the traceback, even at debug level.",
            "I can give more details or test a patch, my environment is described below.",
            "Setting `{attr}` to {number} hides the problem, so it is probably not the data.",
            "Deleting the {attr} file and starting afresh does not help.",
            "There was a similar report for the sister class, closed as fixed in {version}.",
        ],
        "expected": [
            "The call should return without touching the {attr}.",
            "I would expect an empty result, as for every other class in this package.",
            "Either it works or the documentation says that `{attr}` is required.",
        ],
        "done": [
            "The problem was in `{class}.{function}` ({path}, line {line}): it used `{attr}` without checking it. I added a guard; `{test}` and the other tests of the file pass now. The reproduction script {script} prints the expected result.",
            "Fixed. `{function}` in {path} now returns early when the {attr} is missing, which is what revision {commit} had broken. I ran {test} and the whole file, everything passes, and I removed {script} again.",
        ],
        "error": [
            "TypeError: unsupported operand type(s) for -: 'NoneType' and 'int'",
            "AttributeError: 'NoneType' object has no attribute '{attr}'",
            "KeyError: '{attr}'", "ValueError: unknown {attr}: None",
            "IndexError: list index out of range",
        ],
    ])

    private static let introduction = """
        You are a software engineer who works in a terminal. You are given an issue of a code \
        base that is checked out on this machine, and you solve it by yourself: nobody answers \
        questions while you work.

        You have tools to run a shell command, to read a part of a file, to search the code base, \
        to replace text in a file and to write a file. Each call answers with what the command \
        printed. Commands that wait for input are not possible, and a command is stopped after \
        two minutes.

        Work in small steps. Read the code before you change it, show the problem by a script or \
        a test of your own, change as little as possible, and run the tests of the files you \
        touched. Do not change the tests that are already there unless the issue asks for it. \
        Remove your scripts when you are done. Do not commit.

        Long output is cut: if you need more, read the file by line numbers. Paths are absolute. \
        When you are finished, say in a few sentences what was wrong, what you changed and how \
        you know that it works.
        """

    /// Instructions for an agent that has a shell.
    static let prompt =
        introduction + """


            TOOLS

            bash_execute
              command: the command line, run by bash in the folder of the code base. Its standard \
            output and standard error come back together with the exit status if it is not zero. \
            Each command starts a new shell, so `cd` and variables do not last.
              timeout_seconds: how long it may take, at most 120.

            read_text_file
              filePath: the file. offset: the first line to show, counted from 1. limit: how many \
            lines to show. Every line is shown with its number, a tab sign and its text; the \
            number is not part of the file.

            grep_search
              pattern: a word or a regular expression. path: the folder to search. The answer has \
            one row per match: path, line number, text. No more than 100 rows are shown.

            edit_file
              filePath: the file. old_string: the text to be replaced, which must occur exactly \
            once, with all its white space. new_string: what replaces it. If the text does not \
            occur, or occurs twice, nothing is changed and the answer says so.

            write_file
              filePath: the file, which is created or overwritten. content: the whole text.

            ADVICE

            1. If a command fails, read its message before you try another one. Running the same \
            command again gives the same answer.
            2. When you search for the place of a fault, begin with the last frame of the \
            traceback that lies in the package itself.
            3. After an edit look at the result: indentation matters, and a block that was closed \
            too early is hard to see in a test log.
            4. The tests are slow. Run a single test by its name first, then its file, and all of \
            them at the end only.
            5. Lines of a file move when you edit it. Take new line numbers from a new look.
            6. Never install packages that the issue does not mention.
            """
}
