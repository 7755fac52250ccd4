import Statistics
import StrictJSON

extension RetailDesk {
    /// Carries out a request that the rules allow.
    mutating func fulfil(_ wish: Wish, _ index: Int, _ draft: inout TranscriptDraft) {
        switch wish {
        case .status: report(index, &draft)
        case .cancel: cancel(index, &draft)
        case .return: takeBack(index, &draft)
        case .exchange: exchange(index, &draft)
        case .address: redirect(index, &draft)
        }
    }

    private func report(_ index: Int, _ draft: inout TranscriptDraft) {
        let state = "Order \(orders[index].id) is \(orders[index].status)."
        draft.assistant(
            state + "\n\n" + list(orders[index]) + "\n\n" + line("more", index, &draft.generator))
    }

    private mutating func cancel(_ index: Int, _ draft: inout TranscriptDraft) {
        let reason = draft.generator.choose(["no longer needed", "ordered by mistake"])
        propose(
            "I would cancel the whole order \(orders[index].id), reason \"\(reason)\"", index,
            &draft)
        orders[index].status = "cancelled"
        orders[index].changes.append(("reason", .string(reason)))
        act(
            "cancel_order",
            [("order_id", .string(orders[index].id)), ("reason", .string(reason))], index, &draft)
    }

    private mutating func takeBack(_ index: Int, _ draft: inout TranscriptDraft) {
        askPayment(index, &draft)
        let count = draft.generator.next(in: 1...orders[index].items.count)
        let ids = orders[index].items.prefix(count).map(\.itemID)
        propose(
            "I would enter a return for order \(orders[index].id), items \(ids.joined(separator: ", ")), "
                + "refund to \(orders[index].payment)", index, &draft)
        orders[index].status = "return requested"
        orders[index].changes += [
            ("return_items", .strings(ids)),
            ("refund_method", .string(orders[index].payment)),
        ]
        act(
            "request_return",
            [
                ("order_id", .string(orders[index].id)), ("item_ids", .strings(ids)),
                ("payment_method", .string(orders[index].payment)),
            ], index, &draft)
    }

    private mutating func exchange(_ index: Int, _ draft: inout TranscriptDraft) {
        let old = orders[index].items[0]
        var variants = (0..<draft.generator.next(in: 3...9)).map { _ in
            (
                item: Self.item(of: old.product, &draft.generator),
                available: draft.generator.chance(70)
            )
        }
        let new = wished(old, like: variants[0].item)
        variants[0] = (item: new, available: true)
        variants.append((item: old, available: draft.generator.chance(50)))
        draft.generator.shuffle(&variants)
        draft.call(
            "get_product",
            JSONObject([("product_id", .string(Self.catalogue[old.product].1))]),
            result: productRecord(old.product, variants: variants))
        askPayment(index, &draft)
        propose(
            "I would exchange item \(old.itemID) of order \(orders[index].id) for item \(new.itemID) "
                + "(\(Self.spoken(new)), \(new.price.money) euros instead of \(old.price.money)), the "
                + "difference on \(orders[index].payment)", index, &draft)
        orders[index].status = "exchange requested"
        orders[index].changes += [
            ("exchange_items", .strings([old.itemID])),
            ("exchange_for_items", .strings([new.itemID])),
            ("difference_method", .string(orders[index].payment)),
            ("difference", .int(new.price / 100 - old.price / 100)),
        ]
        act(
            "request_exchange",
            [
                ("order_id", .string(orders[index].id)), ("item_ids", .strings([old.itemID])),
                ("for_item_ids", .strings([new.itemID])),
                ("payment_method", .string(orders[index].payment)),
            ], index, &draft)
    }

    private mutating func redirect(_ index: Int, _ draft: inout TranscriptDraft) {
        let (city, country, zip) = draft.generator.choose(Person.cities)
        let street =
            draft.generator.choose(Person.streets) + " " + String(draft.generator.next(in: 1...200))
        draft.assistant("Which address should order \(orders[index].id) go to?")
        say(
            .user, "address.answer", index, &draft, ["street": street, "city": city, "zip": zip])
        propose(
            "I would send order \(orders[index].id) to \(street), \(zip) \(city), \(country)",
            index,
            &draft)
        orders[index].address = JSONObject([
            ("address1", .string(street)), ("address2", .string("")), ("city", .string(city)),
            ("country", .string(country)), ("zip", .string(zip)),
        ])
        act(
            "change_delivery_address",
            [
                ("order_id", .string(orders[index].id)), ("address1", .string(street)),
                ("city", .string(city)), ("zip", .string(zip)),
            ], index, &draft)
    }

    private func askPayment(_ index: Int, _ draft: inout TranscriptDraft) {
        guard draft.generator.chance(60) else { return }
        say(.assistant, "payment.question", index, &draft)
        say(.user, "payment.answer", index, &draft)
    }

    /// Writes down what is going to happen and gets the customer's yes.
    private func propose(_ plan: String, _ index: Int, _ draft: inout TranscriptDraft) {
        let isListed = draft.generator.chance(60)
        let details = isListed ? ":\n\n" + list(orders[index]) + "\n\n" : ". "
        draft.assistant(plan + details + elaborated("confirm", index, .assistant, &draft.generator))
        if draft.generator.chance(15) {
            say(.user, "hesitate", index, &draft)
            say(.assistant, "reassure", index, &draft)
        }
        say(.user, "yes", index, &draft)
    }

    /// Calls the tool that makes the change and reports it.
    private func act(
        _ tool: String, _ arguments: [(String, JSONValue)], _ index: Int,
        _ draft: inout TranscriptDraft
    ) {
        draft.call(tool, JSONObject(arguments), result: record(orders[index]))
        let result = "Done: order \(orders[index].id) is now \(orders[index].status). "
        draft.assistant(result + elaborated("more", index, .assistant, &draft.generator))
    }

    private func list(_ order: Order) -> String {
        let items = order.items.map {
            "- \(name($0)), item id \($0.itemID), \(Self.spoken($0)): \($0.price.money) euros"
        }
        return items.joined(separator: "\n")
    }

    private static func spoken(_ item: Item) -> String {
        item.options.map { $0.0 + " " + $0.1 }.joined(separator: ", ")
    }
}
