/// What a group of people meets about.
struct MeetingSubject: Sendable {
    let title: String
    /// Whether people speak one after another, as in a committee.
    let isFormal: Bool
    /// The topics, in order.
    let topics: [String]
    /// Things one can have opinions about, as they stand after a verb.
    let things: [String]
    /// What can be done, after "to".
    let actions: [String]
    /// What is difficult, after "because".
    let troubles: [String]

    static let all = [
        MeetingSubject(
            title: "a bedside lamp", isFormal: false,
            topics: [
                "the shape of the housing", "what buyers told us", "the cost of the parts",
                "the buttons", "materials", "the plan until the fair",
            ],
            things: [
                "the dimmer", "the aluminium housing", "a touch sensor", "the cable",
                "the base plate",
                "the prototype", "a fabric shade", "the packaging", "the power supply",
                "the night mode",
                "the colour ring", "a wooden foot", "the second switch", "the charging dock",
            ],
            actions: [
                "mill a new base", "ask the supplier for samples", "test it with older people",
                "drop the app", "glue the shade", "move the switch to the side", "make it lighter",
                "print the symbols", "buy the sensor ready-made", "sketch three variants",
            ],
            troubles: [
                "the housing gets too warm", "nobody found the button in the dark",
                "the mould is expensive",
                "the cable pulls it over", "the supplier stopped making that size",
                "the shade yellows in the sun", "the samples came late",
            ]),
        MeetingSubject(
            title: "speech recordings", isFormal: false,
            topics: [
                "the recording room", "transcription", "overlapping speech", "disk space",
                "the evaluation", "the paper", "next term",
            ],
            things: [
                "the close microphones", "the transcript", "the baseline", "the digits task",
                "the noise model", "the second channel", "the annotation tool",
                "the acoustic score",
                "the language model", "the test set", "the echo", "the feature file",
                "the alignment",
                "the speaker labels",
            ],
            actions: [
                "run it again overnight", "transcribe the rest", "mail the group",
                "normalise the energy",
                "throw the outliers away", "split the set by speaker", "write it up",
                "ask the admins",
                "compare both front ends", "listen to the worst ones",
            ],
            troubles: [
                "people talk at the same time", "the fan was on", "the labels are off by one frame",
                "we have only two machines", "the old scripts assume one channel",
                "half of the speakers are not native", "the disk filled up",
            ]),
        MeetingSubject(
            title: "the town library", isFormal: true,
            topics: [
                "the roof", "opening hours", "the reading programme for schools", "staffing",
                "the budget for next year", "accessibility", "questions of the public",
            ],
            things: [
                "the branch in the harbour quarter", "the mobile library", "the reading room",
                "the lending system", "the late fee", "the children's section", "the rent",
                "the volunteers' programme", "the energy bill", "the archive", "the lift",
                "the grant of the region", "the summer programme", "the cleaning contract",
            ],
            actions: [
                "extend the hours on Thursday", "repair the roof before winter",
                "abolish the late fee",
                "hire two more librarians", "publish the figures", "renegotiate the contract",
                "consult the schools", "postpone the decision", "move the archive",
                "apply for the second grant",
            ],
            troubles: [
                "costs rose faster than the grant", "the roof has leaked twice",
                "visitors have no other place",
                "the contract ends in autumn", "schools were not asked",
                "the lift fails every month",
                "two positions have been vacant since May",
            ]),
        MeetingSubject(
            title: "moving a hospital to a new records system", isFormal: false,
            topics: [
                "last week's outage", "training", "the interfaces", "old records",
                "the wards' wishes",
                "the weekend of the switch", "open risks",
            ],
            things: [
                "the interface to the laboratory", "the ward list", "the rollback plan",
                "the label printers",
                "the single sign-on", "the nightly import", "the duplicate records",
                "the training server",
                "the on-call rota", "the consent forms", "the medication module", "the backup line",
                "the help desk", "the audit log",
            ],
            actions: [
                "freeze the changes", "import the last ten years only",
                "train the night shift twice",
                "switch ward by ward", "print emergency forms", "call the vendor", "raise a ticket",
                "repeat the load test", "check the printers", "keep the old system readable",
            ],
            troubles: [
                "the import takes nine hours", "two wards share one login",
                "the vendor is short of people",
                "the laboratory sends codes nobody knows", "the printers drop every tenth label",
                "night staff cannot come by day", "the contract forbids it",
            ]),
        MeetingSubject(
            title: "a street music festival", isFormal: false,
            topics: [
                "permits", "stages", "money", "volunteers", "noise", "food stalls", "if it rains",
            ],
            things: [
                "the main stage", "the permit for the square", "the sponsor", "the sound limit",
                "the rain plan", "the poster", "the first-aid tent", "the food stalls",
                "the power line",
                "the children's corner", "the lost-and-found", "the parade", "the security firm",
                "the programme booklet",
            ],
            actions: [
                "close the bridge for cars", "ask the brass band again", "rent a smaller stage",
                "sell the drinks ourselves", "print fewer posters", "start an hour earlier",
                "talk to the neighbours", "find thirty more helpers", "move the stalls",
                "insure the piano",
            ],
            troubles: [
                "the neighbours complained last year", "the sponsor has not signed",
                "the power line is weak",
                "the permit names the wrong date", "three bands want the same hour",
                "the square floods when it rains", "helpers cancel at the last minute",
            ]),
        MeetingSubject(
            title: "water supply in the upper valley", isFormal: true,
            topics: [
                "the state of the mains", "tariffs", "the spring protection zone", "farms",
                "the report of the inspector", "petitions", "the investment plan",
            ],
            things: [
                "the old main", "the tariff", "the protection zone", "the pumping station",
                "the second reservoir", "the metering programme", "the leakage rate", "the loan",
                "the inspector's report", "the farmers' association", "the nitrate values",
                "the emergency supply", "the tender", "the connection fee",
            ],
            actions: [
                "replace the main in three stages", "raise the tariff in two steps",
                "meter every farm",
                "compensate the farmers", "open the tender again", "publish the values each month",
                "drill a second well", "ask for an independent opinion", "hear the residents",
                "defer the loan",
            ],
            troubles: [
                "a third of the water is lost", "the values rose after the harvest",
                "small households would pay most",
                "the pumps date from the seventies", "the tender had one bidder",
                "residents received no letter", "the zone cuts through two farms",
            ]),
        MeetingSubject(
            title: "an online grocery's checkout", isFormal: false,
            topics: [
                "the incident on Tuesday", "payment errors", "the experiment", "tech debt",
                "support tickets", "the roadmap", "on-call",
            ],
            things: [
                "the payment gateway", "the cart service", "the retry queue", "the feature flag",
                "the dashboard", "the voucher code", "the address form", "the mobile client",
                "the release train", "the cache", "the fraud check", "the delivery slots",
                "the alert",
                "the runbook",
            ],
            actions: [
                "roll back", "turn the flag off", "add an index", "page the other team",
                "write a test first",
                "split the service", "shorten the form", "keep both clients", "raise the timeout",
                "delete the old endpoint",
            ],
            troubles: [
                "the gateway times out at noon", "customers pay twice", "nobody owns the alert",
                "the old client never updates", "the flag has three meanings by now",
                "the queue retries forever", "the form rejects apartment numbers",
            ]),
    ]
}
