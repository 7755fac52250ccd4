extension RailDesk {
    /// What travellers and the agent of the railway say.
    static let speech = Grammar([
        "hello": ["hi", "hello", "good day", "hey", "good evening", "hello there"],
        "why": [
            "a meeting was moved", "my daughter fell ill", "the conference got shorter",
            "I found a lift", "I mixed up the weeks", "my flight lands later than planned",
            "the wedding is a day earlier now", "I need to be back sooner", "work got in the way",
        ],
        "mood": [
            "", "", "", " Please hurry, I am at the station.",
            " I have been on hold for an hour already.",
            " Thanks in advance!", " I hope this is the right place to ask.",
            " It is for {birthfriend}.",
        ],
        "birthfriend": [
            "my father's birthday", "an interview", "a concert", "my final exam", "a funeral",
        ],
        "open.rebook": [
            "{hello}, I need a different train from {from} to {to}, {why}.{mood}",
            "{hello}, can my trip to {to} be moved to another time? {why}.{mood}",
            "I would like to change the train to {to} on {date}: {why}.{mood}",
        ],
        "open.cancel": [
            "{hello}, please cancel my trip from {from} to {to}. {why}.{mood}",
            "I cannot travel to {to} on {date} because {why}. Can I get a refund?{mood}",
        ],
        "open.seats": [
            "{hello}, we want to sit together on the train to {to}.{mood}",
            "could I have another seat on {train}? I would prefer coach {coach}.{mood}",
        ],
        "open.delay": [
            "{hello}, my train {train} was terribly late and I want compensation.{mood}",
            "the train to {to} stood still for two hours, {hello}. What do I get for that?{mood}",
        ],
        "open.cost": [
            "{hello}, how much did I spend on all of my upcoming trips together?{mood}",
            "I need the total cost of my bookings for my tax form, {hello}.{mood}",
        ],
        "ask.identity": [
            "I can look into that. What is your traveller id?",
            "Gladly. Could you give me your traveller id and, if you have it, the booking code?",
            "Certainly. First I need your traveller id, please.",
        ],
        "identity": [
            "it is {user}", "{user}", "sure: {user}", "my id is {user}",
            "{user}, and the booking is {code}",
        ],
        "identity.none": [
            "I do not know my id. My name is {first} {last}, is that enough?",
            "where would I find that? I only have the mail address {email}",
        ],
        "refuse.identity": [
            "I am sorry, without the traveller id I cannot open a profile. It is printed at the top of every ticket and stands in the confirmation e-mail. As soon as you have it I can help you.",
            "Unfortunately a name or an e-mail address is not enough, the profile only opens with the traveller id, which you find in your confirmation. Please come back with it.",
        ],
        "found": [
            "Thank you, {first}.", "Thanks, {first}, I see your profile.", "Welcome, {first}.",
        ],
        "which": [
            "Do you know the booking code of that trip?",
            "Which of your bookings is it? I can look through them for you.",
        ],
        "which.code": ["{code}", "yes, {code}", "the mail says {code}"],
        "which.unknown": [
            "no, could you check?", "it is the trip to {to}", "I do not have it here, please look",
        ],
        "next.rebook": [
            "Next, booking {code}: I want another train, {why}.",
            "Can {train} in {code} be moved too? {why}.",
        ],
        "next.cancel": [
            "Also cancel {code}, please. {why}.", "And {code} can go entirely, {why}.",
        ],
        "next.seats": ["And for {code}, can you change the seats on {train}?"],
        "next.delay": ["By the way, {train} in booking {code} was late, what about that?"],
        "next.cost": ["How much is {code} in total?", "What did {code} cost altogether?"],
        "pick": [
            "I would like {new}, please", "{new} looks good", "then {new}",
            "the one at {time}, {new}",
        ],
        "confirm": [
            "Do you agree (yes or no)?", "Shall I enter this?",
            "Is that right? Please answer yes to continue.", "Please confirm with yes.",
        ],
        "yes": ["yes", "yes, please", "ok, yes", "yes, do that", "yes, I agree", "confirmed, yes"],
        "hesitate": [
            "what does that cost me in total?", "will {train} still have a table?",
            "how long until the money is back on {payment}?",
            "is there an earlier one?",
        ],
        "reassure": [
            "The amounts are those in the list above; refunds take up to seven working days and go to {payment}. {confirm}",
            "I have no information about that. What I can do is what I listed for booking {code}. {confirm}",
        ],
        "saver": [
            "Booking {code} has the Saver fare, which cannot be moved to another train. You could cancel it only if you hold travel protection or the railway cancelled {train}.",
            "I am sorry, Saver tickets such as {code} can neither be moved nor refunded more than 24 hours after booking.",
        ],
        "nodelay": [
            "According to booking {code} the train {train} has the status {status}, so I cannot issue compensation for it."
        ],
        "accept": [
            "that is a pity, but ok", "fine then", "oh well. Thank you anyway",
            "alright, I did not know that",
        ],
        "more": [
            "Is there anything else?", "Can I help you with something else?",
            "Anything else I can do?",
        ],
        "bye": [
            "no, thank you, bye", "that is all, thanks!", "all done, thank you very much",
            "nothing else. Thank you!",
        ],
        "farewell": [
            "Have a good trip, {first}!", "You are welcome. Have a pleasant journey!",
            "Thank you for travelling with Meridian Rail, {first}.",
        ],
    ])
}
