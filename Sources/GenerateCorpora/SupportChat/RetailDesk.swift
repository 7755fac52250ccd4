import Statistics
import StrictJSON

/// The database of the invented shop as one customer's conversation sees it.
struct RetailDesk {
    /// An item bought: a variant of a product.
    struct Item {
        let product: Int
        let itemID: String
        let price: Int
        let options: [(String, String)]
    }

    /// An order of the customer.
    struct Order {
        let id: String
        var items: [Item]
        var status: String
        var address: JSONObject
        let tracking: String
        let payment: String
        var changes: [(String, JSONValue)] = []
    }

    let person: Person
    var orders: [Order]
    /// The first request, between its being made and its being served.
    var pending: (wish: Wish, order: Int)?
    let payments: [(id: String, record: JSONObject, spoken: String)]

    /// A customer with two to five orders.
    init(_ generator: inout SeededGenerator) {
        person = Person(&generator)
        payments = Self.payments(&generator)
        orders = []
        pending = nil
        for _ in 0..<generator.next(in: 2...5) { orders.append(order(&generator)) }
    }

    /// The catalogue's name of an item.
    func name(_ item: Item) -> String { Self.catalogue[item.product].0 }

    private func order(_ generator: inout SeededGenerator) -> Order {
        let products = generator.sample(
            generator.next(in: 1...4), of: Array(Self.catalogue.indices))
        return Order(
            id: "#N" + generator.digits(7),
            items: products.map { Self.item(of: $0, &generator) },
            status: generator.choose(["pending", "delivered", "delivered", "processed"]),
            address: person.address, tracking: generator.digits(12),
            payment: generator.choose(payments).id)
    }

    /// A random variant of a product.
    static func item(of product: Int, _ generator: inout SeededGenerator) -> Item {
        let options = catalogue[product].3.map { ($0.0, generator.choose($0.1)) }
        return Item(
            product: product, itemID: generator.digits(10),
            price: catalogue[product].2 + generator.next(below: 4000), options: options)
    }

    /// The value the customer would prefer for the item's first option: the next one in the catalogue.
    func wish(_ item: Item) -> String {
        let values = Self.catalogue[item.product].3[0].1
        let current = values.firstIndex(of: item.options[0].1) ?? 0
        return values[(current + 1) % values.count]
    }

    /// The variant the customer would rather have, otherwise like another one.
    func wished(_ item: Item, like other: Item) -> Item {
        Item(
            product: item.product, itemID: other.itemID, price: other.price,
            options: [(item.options[0].0, wish(item))] + other.options.dropFirst())
    }

    private static func payments(_ generator: inout SeededGenerator)
        -> [(id: String, record: JSONObject, spoken: String)]
    {
        let card = "credit_card_" + generator.digits(7)
        let brand = generator.choose(["visa", "mastercard"])
        let four = generator.digits(4)
        let gift = "gift_card_" + generator.digits(7)
        let balance = generator.next(in: 5...120) * 100
        let wallet = "wallet_" + generator.digits(7)
        let all = [
            (
                card,
                JSONObject([
                    ("source", .string("credit_card")), ("id", .string(card)),
                    ("brand", .string(brand)), ("last_four", .string(four)),
                ]), brand.capitalizedFirst + " card ending in " + four
            ),
            (
                gift,
                JSONObject([
                    ("source", .string("gift_card")), ("id", .string(gift)),
                    ("balance", .cents(balance)),
                ]), "gift card " + gift
            ),
            (
                wallet, JSONObject([("source", .string("wallet")), ("id", .string(wallet))]),
                "wallet account"
            ),
        ]
        return generator.sample(generator.next(in: 1...3), of: all)
    }
}

extension RetailDesk {
    /// The customer's profile as the tool shows it.
    var profile: String {
        let name = JSONObject([
            ("first_name", .string(person.first)), ("last_name", .string(person.last)),
        ])
        let methods = JSONObject(payments.map { ($0.id, .object($0.record)) })
        return JSONValue.object(
            JSONObject([
                ("user_id", .string(person.userID)), ("name", .object(name)),
                ("address", .object(person.address)), ("email", .string(person.email)),
                ("payment_methods", .object(methods)), ("orders", .strings(orders.map(\.id))),
            ])
        ).spacedText
    }

    /// An order as the tool shows it.
    func record(_ order: Order) -> String {
        let fulfilment = JSONObject([
            ("tracking", .strings([order.tracking])),
            ("item_ids", .strings(order.items.map(\.itemID))),
        ])
        let payment = JSONObject([
            ("kind", .string("payment")),
            ("amount", .cents(order.items.reduce(0) { $0 + $1.price })),
            ("payment_method", .string(order.payment)),
        ])
        var record = JSONObject([
            ("order_id", .string(order.id)), ("user_id", .string(person.userID)),
            ("address", .object(order.address)), ("items", .array(order.items.map(record))),
            ("status", .string(order.status)),
            ("parcels", .array(order.status == "delivered" ? [.object(fulfilment)] : [])),
            ("payments", .array([.object(payment)])),
        ])
        for (key, value) in order.changes { record[key] = value }
        return JSONValue.object(record).spacedText
    }

    private func record(_ item: Item) -> JSONValue {
        .object(
            JSONObject([
                ("name", .string(name(item))),
                ("product_id", .string(Self.catalogue[item.product].1)),
                ("item_id", .string(item.itemID)), ("price", .cents(item.price)),
                ("options", Self.options(item.options)),
            ]))
    }

    private static func options(_ options: [(String, String)]) -> JSONValue {
        .object(JSONObject(options.map { ($0.0, .string($0.1)) }))
    }

    /// A product with the given variants as the tool shows it.
    func productRecord(_ product: Int, variants: [(item: Item, available: Bool)]) -> String {
        let rows = variants.map { variant -> (String, JSONValue) in
            let row = JSONObject([
                ("item_id", .string(variant.item.itemID)),
                ("options", Self.options(variant.item.options)),
                ("available", .bool(variant.available)), ("price", .cents(variant.item.price)),
            ])
            return (variant.item.itemID, .object(row))
        }
        return JSONValue.object(
            JSONObject([
                ("name", .string(Self.catalogue[product].0)),
                ("product_id", .string(Self.catalogue[product].1)),
                ("variants", .object(JSONObject(rows))),
            ])
        ).spacedText
    }
}
