import Statistics
import StrictJSON

extension RetailDesk: SupportDialogue {
    /// What a customer can want.
    enum Wish: String, CaseIterable {
        case status, cancel, `return`, exchange, address

        /// The order status the rules demand, if any.
        var needed: String? {
            switch self {
            case .status: nil
            case .cancel, .address: "pending"
            case .return, .exchange: "delivered"
            }
        }
    }

    mutating func open(_ draft: inout TranscriptDraft) -> Bool {
        let order = draft.generator.next(below: orders.count)
        let wish = suitableWish(for: orders[order], &draft.generator)
        pending = (wish, order)
        say(.user, "open." + wish.rawValue, order, &draft)
        say(.assistant, "ask.identity", order, &draft)
        if draft.generator.chance(14) {
            say(.user, "identity.none", order, &draft)
            say(.assistant, "refuse.identity", order, &draft)
            if draft.generator.chance(50) {
                say(.user, "bye", order, &draft)
                say(.assistant, "farewell", order, &draft)
                return false
            }
        }
        identify(&draft)
        return true
    }

    private func identify(_ draft: inout TranscriptDraft) {
        if draft.generator.chance(70) {
            say(.user, "identity.email", 0, &draft)
            draft.call(
                "find_customer_by_mail", JSONObject([("email", .string(person.email))]),
                result: person.userID)
        } else {
            say(.user, "identity.name", 0, &draft)
            draft.call(
                "find_customer_by_name",
                JSONObject([
                    ("first_name", .string(person.first)), ("last_name", .string(person.last)),
                    ("zip", .string(person.zip)),
                ]), result: person.userID)
        }
        draft.call(
            "get_customer", JSONObject([("user_id", .string(person.userID))]), result: profile)
    }

    mutating func serve(_ draft: inout TranscriptDraft) {
        let index: Int
        let wish: Wish
        if let (first, order) = pending {
            (wish, index) = (first, order)
            pending = nil
            find(index, &draft)
        } else {
            index = draft.generator.next(below: orders.count)
            wish = suitableWish(for: orders[index], &draft.generator)
            say(.user, "next." + wish.rawValue, index, &draft)
            lookUp(index, &draft)
        }
        if let needed = wish.needed, needed != orders[index].status {
            say(.assistant, "impossible", index, &draft, ["needed": needed])
            say(.user, "accept", index, &draft)
            say(.assistant, "more", index, &draft)
        } else {
            fulfil(wish, index, &draft)
        }
    }

    func close(_ draft: inout TranscriptDraft) {
        say(.user, "bye", 0, &draft)
        say(.assistant, "farewell", 0, &draft)
    }

    /// Finds the order meant, by its number or by going through the orders.
    private func find(_ index: Int, _ draft: inout TranscriptDraft) {
        if draft.generator.chance(45) {
            let greeting = line("found", index, &draft.generator)
            draft.assistant(greeting + " " + line("which", index, &draft.generator))
            if draft.generator.chance(50) {
                say(.user, "which.number", index, &draft)
                lookUp(index, &draft)
                return
            }
            say(.user, "which.unknown", index, &draft)
        }
        for candidate in 0...index { lookUp(candidate, &draft) }
    }

    private func lookUp(_ index: Int, _ draft: inout TranscriptDraft) {
        draft.call(
            "get_order", JSONObject([("order_id", .string(orders[index].id))]),
            result: record(orders[index]))
    }

    private func suitableWish(for order: Order, _ generator: inout SeededGenerator) -> Wish {
        let wishes: [Wish] =
            switch order.status {
            case "pending": [.cancel, .address, .cancel, .address, .return]
            case "delivered": [.return, .exchange, .exchange, .return, .cancel]
            default: [.status, .status, .cancel]
            }
        return generator.choose(wishes)
    }
}

extension RetailDesk {
    /// One line of speech, about an order.
    func line(
        _ rule: String, _ index: Int, _ generator: inout SeededGenerator,
        _ further: Grammar.Slots = [:]
    ) -> String {
        let order = orders[index]
        let item = order.items[0]
        let spoken = payments.first { $0.id == order.payment }?.spoken ?? "gift card"
        let slots = [
            "item": name(item).lowercased(), "oneItem": name(item).lowercased().withArticle,
            "order": order.id, "first": person.first,
            "last": person.last, "zip": person.zip, "email": person.email,
            "payment": spoken, "status": order.status,
            "wish": item.options[0].0 + " " + wish(item),
        ]
        return Self.speech.sentence(rule, slots.merging(further) { $1 }, &generator)
    }

    /// One line of speech with what its side adds to it.
    func elaborated(
        _ rule: String, _ index: Int, _ side: TranscriptDraft.Kind,
        _ generator: inout SeededGenerator, _ further: Grammar.Slots = [:]
    ) -> String {
        let slots = [
            "ref": "order " + orders[index].id, "email": person.email,
            "payment": orders[index].payment,
        ]
        return SupportElaboration.extended(
            line(rule, index, &generator, further), of: rule, side, slots, &generator)
    }

    /// Lets one side say a line about an order.
    func say(
        _ side: TranscriptDraft.Kind, _ rule: String, _ index: Int, _ draft: inout TranscriptDraft,
        _ further: Grammar.Slots = [:]
    ) {
        let text = elaborated(rule, index, side, &draft.generator, further)
        if side == .user { draft.user(text) } else { draft.assistant(text) }
    }
}
