extension RetailDesk {
    /// What customers and the agent of the shop say.
    static let speech = Grammar([
        "hello": [
            "hi", "hello", "good morning", "hey there", "hi there", "good afternoon",
            "hello, I hope you can help",
        ],
        "why": [
            "it arrived a little scratched", "I bought it in a hurry", "we moved to a smaller flat",
            "my sister already had the same one", "the colour does not go with anything we own",
            "I found out it is too loud for the office", "a colleague lent me theirs",
            "it does not fit on the shelf", "the weather ruined our plans",
            "my budget is tight this month",
            "I misread the description", "I ordered late at night and did not look twice",
        ],
        "aside": [
            "", "", "", " I am on the train, so my answers may be slow.",
            " Sorry, I am doing this from my phone.", " It is a bit urgent.",
            " I was in touch last week but the chat broke off.",
            " Please keep it short if you can.",
            " I have the parcel in front of me.", " My partner usually handles this, bear with me.",
        ],
        "open.status": [
            "{hello}, could you tell me where my {item} is?{aside}",
            "{hello}, I am waiting for {oneItem} and nobody rang.{aside}",
            "I would like to know the status of my last orders, mainly the {item}.{aside}",
        ],
        "open.cancel": [
            "{hello}, I need to cancel the order with the {item}. {why}.{aside}",
            "can you stop an order before it leaves? It is the one with the {item}.{aside}",
            "I changed my mind about the {item}, {why}.{aside}",
        ],
        "open.return": [
            "{hello}, I want to send back my {item}: {why}.{aside}",
            "how do I return {oneItem}? {why}.{aside}",
            "I would like my money back for the {item} that came last week, {why}.{aside}",
        ],
        "open.exchange": [
            "{hello}, is it possible to swap my {item} for another version? {why}.{aside}",
            "I got the wrong kind of {item} and want the one with {wish} instead.{aside}",
            "{hello}, I need to exchange something, {oneItem}; I wanted {wish}.{aside}",
        ],
        "open.address": [
            "{hello}, I have moved and an order with {oneItem} still goes to the old place.{aside}",
            "the delivery address of my {item} is wrong, can it still be changed?{aside}",
        ],
        "ask.identity": [
            "I can help with that. Which e-mail address does your account have?",
            "Of course. To find your account I need its e-mail address, or your first name, last name and postal code.",
            "Gladly. Please tell me the e-mail address of your account first.",
            "To begin, may I have the e-mail address you registered with? Your full name and postal code work as well.",
        ],
        "identity.email": [
            "it is {email}", "{email}", "sure, {email}", "my account is under {email}",
            "you should find me as {email}",
        ],
        "identity.name": [
            "I forgot which address I used. My name is {first} {last}, postal code {zip}",
            "{first} {last}, {zip}",
            "no idea about the mail, but I am {first} {last} and the postal code is {zip}",
        ],
        "identity.none": [
            "I do not remember any of that, can you not look it up by the order?",
            "I would rather not give out my mail address. Is there another way?",
            "hm, I do not have it at hand. Does the tracking number help?",
        ],
        "refuse.identity": [
            "Unfortunately I cannot open an account without the e-mail address, or the full name with postal code. The rule protects your data. If you find either of them I am happy to continue.",
            "I understand, but an account can only be found by its e-mail address or by name and postal code. Please come back when you have one of the two at hand.",
        ],
        "found": [
            "Thank you, {first}, I have found your account.", "Thank you, {first}.",
            "Thanks, {first}. Your account is open in front of me.",
        ],
        "which": [
            "Which order is it about? If you do not know the number I can look through them.",
            "Could you give me the order number? It begins with #N.",
            "Do you have the order number, or shall I check your recent orders?",
        ],
        "which.number": [
            "it should be {order}", "{order}", "the mail says {order}", "{order}, I think",
        ],
        "which.unknown": [
            "no, please look it up", "I do not know the number, sorry",
            "please check my recent orders",
            "not at hand, could you look for the {item}?",
        ],
        "next.status": [
            "Also, what happened to order {order}?", "one more thing, where is {order}?",
        ],
        "next.cancel": [
            "And please cancel {order}, {why}.", "then I also want {order} cancelled; {why}.",
        ],
        "next.return": [
            "I would also like to return the {item} from {order}. {why}.",
            "there is also the {item} in {order}; {why}, so it should go back.",
        ],
        "next.exchange": [
            "Next: the {item} in {order}. Can I have one with {wish}?",
            "Also, could the {item} of order {order} be swapped for {wish}?",
        ],
        "next.address": [
            "Please send {order} to a new address as well.",
            "order {order} should go elsewhere too.",
        ],
        "payment.question": [
            "Where should the amount go: to the {payment}, which you paid with, or to another method on file?",
            "Shall I use the {payment} for this?",
        ],
        "payment.answer": [
            "the {payment} is fine", "back to the {payment}, please", "use the {payment}",
        ],
        "address.answer": [
            "the new address is {street}, {zip} {city}",
            "{street} in {city}, postal code {zip}, please",
        ],
        "confirm": [
            "Is that correct? Please answer yes to go ahead.", "Do you confirm (yes or no)?",
            "May I go ahead with this?", "Please confirm with yes and I will enter it.",
        ],
        "yes": [
            "yes", "yes please", "yes, go ahead", "that is right, yes", "correct, thank you",
            "yes, do it",
            "yes, confirmed", "Yes, that is exactly what I want. Please go ahead.",
        ],
        "hesitate": [
            "wait, how long will the refund take?",
            "before that, what happens to the gift wrapping I paid for?",
            "is there a fee for this?", "could I still change my mind afterwards?",
            "and will I get a confirmation by mail to {email}?",
        ],
        "reassure": [
            "Amounts go back at once to a gift card and within five to seven working days to other methods. I have no information about further fees. {confirm}",
            "You will get an e-mail with the details. What is entered cannot be undone from here, so please check the list once more. {confirm}",
            "There is nothing about that in the record, so I cannot promise it. {confirm}",
        ],
        "more": [
            "Is there anything else I can do for you?", "Anything else today?",
            "Can I help with something else?",
            "Let me know if there is anything else.",
        ],
        "bye": [
            "no, that is all, thank you!", "that was everything, thanks",
            "no thanks, have a nice day",
            "great, bye", "all good, thank you for the quick help", "that is it. Thanks a lot!",
        ],
        "farewell": [
            "You are welcome, {first}. Have a good day!",
            "Thank you for writing to Northlane, {first}. Goodbye!",
            "You are welcome! Goodbye.", "Gladly. All the best to you, {first}!",
        ],
        "impossible": [
            "Order {order} has the status {status}, and only {needed} orders allow this. I am sorry. I can check another order if you like.",
            "I am afraid that does not work: {order} is {status}, and the rules allow it for {needed} orders only.",
        ],
        "accept": [
            "alright, leave it then", "too bad, but fine", "ok, I understand",
            "hm, I see. Never mind that one.",
        ],
    ])
}
