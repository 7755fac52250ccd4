import StrictJSON

extension RetailDesk {
    /// The standing instructions, the same for all conversations of the shop.
    static let policy = """
        # Northlane Outfitters: instructions for the support agent

        It is Friday, 2025-03-14, 10:30 local time. You answer customers of Northlane Outfitters, \
        a web shop for household goods, small electronics and outdoor equipment.

        As an agent you can help with the status of orders, with cancelling or changing orders \
        that have not left the warehouse, with returning or exchanging delivered items, and with \
        keeping an account up to date.

        - Begin by finding out who is writing. A customer is known by the e-mail address of the \
        account, or by first name, last name and postal code together. Do this even if the \
        customer gives a user id of their own accord.
        - Once the customer is known you may speak about their profile, their orders and the \
        products of the shop. You serve one customer in a conversation. Refuse any request that \
        concerns the account of somebody else.
        - Before you change anything in the database (cancel, modify, return, exchange, new \
        address) write down exactly what you are about to do and wait for a clear yes.
        - Do not invent procedures, prices or dates. What neither the customer nor a tool has \
        told you, you do not know. Do not recommend one product over another.
        - Call one tool at a time. While you call a tool you do not write to the customer, and \
        while you write to the customer you do not call a tool.
        - Hand the conversation to a colleague only if none of your tools can do what is needed. \
        In that case call transfer_to_colleague and say nothing more than that you did.

        ## What the records mean

        - All times are local times in 24-hour notation: "18:05" is five past six in the evening.
        - A profile holds name, e-mail address, default address, user id and payment methods. A \
        payment method is a gift card with a balance, a wallet account, or a credit card.
        - The shop sells about sixty kinds of product. Each has variants with options such as \
        colour, size or capacity. A product has a product id, a variant has an item id; the two \
        look alike and must not be confused. A variant may be out of stock at any time.
        - An order is pending, processed, shipped, delivered or cancelled. Only pending orders \
        and delivered orders can be acted on. An order may be shipped in several parcels, each \
        with a tracking number of its own.

        ## Cancelling a pending order

        - Look the order up first: only the status pending allows it. The customer must confirm \
        the order number and give a reason, either "no longer needed" or "ordered by mistake". \
        Other reasons are not accepted.
        - The whole order is cancelled, never a part. The amount goes back to the payment method \
        that was used: at once to a gift card, within five to seven working days otherwise.

        ## Changing a pending order

        - You can change the delivery address, the payment method, or the variants of items; \
        nothing else.
        - Payment: the customer names one single payment method that differs from the first one. \
        A gift card must hold enough for the whole amount. The status stays pending.
        - Items: this can be done once for an order, after which it can neither be changed nor \
        cancelled. Collect all items to be changed before calling the tool, and remind the \
        customer to think of everything. Each item may be exchanged only for another variant of \
        the same product, and the customer names a payment method for the difference.

        ## Returning a delivered order

        - The customer confirms the order number, the list of items to be returned, and where \
        the refund goes: to the first payment method or to a gift card already on file. A return \
        is possible within 30 days after delivery; opened hygiene articles are excluded.
        - The status becomes "return requested", and the customer gets an e-mail that explains \
        how to send the items back.

        ## Exchanging a delivered order

        - Every item can be exchanged for another available variant of the same product. There \
        is no change of product, a kettle does not become a lamp. The customer names a payment \
        method for the difference; a gift card must cover it.
        - The status becomes "exchange requested". No new order has to be placed.

        ## Addresses and accounts

        - A new default address does not alter orders already placed; offer to change pending \
        orders as well, one call for each of them.
        - The e-mail address of an account cannot be changed here.

        ## Delivery and complaints

        - Parcels go out on working days before noon. Standard delivery takes two to four working \
        days within the country and four to eight abroad; express delivery arrives on the next \
        working day if the order was placed before 14:00. The shop does not deliver on Sundays \
        and cannot promise an hour.
        - A parcel that the carrier reports as delivered but that has not arrived becomes a case \
        for a colleague after three working days. Until then ask the customer to look at the \
        places the carrier names: neighbours, the garage, the parcel station.
        - If an item arrives damaged, offer a return or an exchange by the rules above; there is \
        no discount for keeping it. Photographs are not needed.
        - A price that went down after the order is not refunded. Voucher codes cannot be applied \
        after an order has been placed, and only one code counts for an order.
        - Gift wrapping costs 3.50 for each order and is not refunded if only a part comes back.

        ## Warranty

        - Electrical appliances have a warranty of two years from delivery, everything else of \
        one year. The warranty covers faults of material and making, not wear, falls or water. \
        Ask for the order number, the item id and a description of the fault, and hand the \
        conversation to a colleague: no tool can enter a warranty case.
        - Spare parts are not sold separately. Do not give instructions for repairs.

        ## Tone

        - Answer in the language of the customer, in full sentences, without small talk beyond a \
        greeting. Amounts are in euros with two decimals. Repeat order numbers, item ids and \
        tracking numbers exactly as the records show them.
        - If something is not possible, say so in one sentence, name the rule it follows from \
        and offer what is possible instead.
        """

    /// The goods: product name, product id, price in cents of the plainest variant, options.
    static let catalogue: [(String, String, Int, [(String, [String])])] = [
        (
            "Gooseneck Kettle", "4417290853", 4890,
            [
                ("volume", ["0.6 L", "0.9 L", "1.2 L"]), ("body", ["steel", "copper", "enamel"]),
                ("handle", ["cork", "walnut", "black"]),
            ]
        ),
        (
            "Desk Lamp", "7302948116", 6150,
            [
                ("color", ["black", "white", "brass"]), ("brightness", ["low", "medium", "high"]),
                ("power source", ["USB", "mains", "battery"]),
            ]
        ),
        (
            "Trekking Backpack", "1836620475", 11990,
            [
                ("volume", ["35L", "50L", "65L"]), ("color", ["forest green", "slate", "rust"]),
                ("rain cover", ["included", "none"]),
            ]
        ),
        (
            "Split Keyboard", "9085513724", 13900,
            [
                ("switch", ["linear", "tactile", "clicky"]), ("layout", ["ISO", "ANSI"]),
                ("backlight", ["white", "RGB", "none"]),
            ]
        ),
        (
            "Sports Headset", "2759361408", 8990,
            [
                ("color", ["black", "petrol", "cream"]), ("playtime", ["6 h", "9 h"]),
                ("ear hook", ["fixed", "removable"]),
            ]
        ),
        (
            "Coffee Grinder", "6640187392", 7490,
            [
                ("burr", ["steel", "ceramic"]), ("color", ["silver", "black", "red"]),
                ("hopper", ["120 g", "250 g"]),
            ]
        ),
        (
            "Camping Stove", "5127748039", 5640,
            [
                ("fuel", ["gas", "petrol", "multi"]), ("burners", ["1", "2"]),
                ("windshield", ["included", "none"]),
            ]
        ),
        (
            "Robot Vacuum", "3390856271", 32900,
            [
                ("mapping", ["laser", "camera", "none"]), ("color", ["white", "black"]),
                ("dustbin", ["300 ml", "500 ml", "self-emptying"]),
            ]
        ),
        (
            "Trail Shoes", "8248105936", 9480,
            [
                ("size", ["38", "40", "42", "44"]), ("color", ["navy", "coral", "grey"]),
                ("sole", ["road", "trail"]),
            ]
        ),
        (
            "Dehumidifier", "1573092684", 18790,
            [
                ("room size", ["small", "medium", "large"]), ("filter", ["HEPA", "carbon"]),
                ("color", ["white", "graphite"]),
            ]
        ),
        (
            "Cast Iron Pan", "7961430258", 4290,
            [
                ("diameter", ["24 cm", "28 cm", "32 cm"]), ("handle", ["iron", "wood"]),
            ]
        ),
        (
            "Trail Camera", "6208847515", 27950,
            [
                ("resolution", ["2.7K", "4K", "5.3K"]), ("housing", ["waterproof", "none"]),
                ("color", ["black", "silver"]),
            ]
        ),
        (
            "Station Clock", "4035579182", 3350,
            [
                ("diameter", ["25 cm", "30 cm", "40 cm"]), ("color", ["oak", "white", "black"]),
                ("movement", ["quartz", "silent", "radio"]),
            ]
        ),
        (
            "Sleeping Bag", "9517263840", 12690,
            [
                ("comfort", ["5 C", "0 C", "-7 C"]), ("filling", ["down", "synthetic"]),
                ("length", ["185 cm", "200 cm"]),
            ]
        ),
        (
            "Radiator Valve", "2861904377", 14900,
            [
                ("protocol", ["Zigbee", "Wi-Fi", "Thread"]), ("color", ["white", "black"]),
            ]
        ),
        (
            "Soaker Hose", "8730416259", 3980,
            [
                ("length", ["15 m", "25 m", "50 m"]), ("fitting", ["brass", "plastic"]),
            ]
        ),
    ]

    /// The names of the tools, with what they do.
    static let tools = [
        JSONValue.tool(
            "find_customer_by_mail", "Find a user id by the e-mail address of the account.",
            [("email", "string", "The address, such as 'someone@example.com'.")]),
        .tool(
            "find_customer_by_name", "Find a user id by first name, last name and postal code.",
            [
                ("first_name", "string", "The first name."),
                ("last_name", "string", "The last name."), ("zip", "string", "The postal code."),
            ]),
        .tool(
            "get_customer", "Get the profile of a user, with the order numbers.",
            [("user_id", "string", "The user id, such as 'ida_berg_2071'.")]),
        .tool(
            "get_order", "Get status, items and payments of an order.",
            [("order_id", "string", "The order number with the leading '#'.")]),
        .tool(
            "get_product", "Get the variants of a product with prices and availability.",
            [("product_id", "string", "The product id; not an item id.")]),
        .tool(
            "cancel_order", "Cancel a pending order as a whole.",
            [
                ("order_id", "string", "The order number with the leading '#'."),
                ("reason", "string", "'no longer needed' or 'ordered by mistake'."),
            ]),
        .tool(
            "request_return", "Request the return of items of a delivered order.",
            [
                ("order_id", "string", "The order number with the leading '#'."),
                ("item_ids", "array", "The ids of the items that go back."),
                ("payment_method", "string", "Where the refund goes."),
            ]),
        .tool(
            "request_exchange", "Exchange items for variants of the same products.",
            [
                ("order_id", "string", "The order number with the leading '#'."),
                ("item_ids", "array", "The ids of the items that go back."),
                ("for_item_ids", "array", "The ids of the variants wanted, in the same order."),
                ("payment_method", "string", "What pays or receives the difference."),
            ]),
        .tool(
            "change_delivery_address", "Change the delivery address of a pending order.",
            [
                ("order_id", "string", "The order number with the leading '#'."),
                ("address1", "string", "Street and number."), ("city", "string", "The city."),
                ("zip", "string", "The postal code."),
            ]),
        .tool(
            "transfer_to_colleague", "Hand the conversation to a colleague with a summary.",
            [("summary", "string", "What the customer wants, in a few sentences.")]),
    ]
}
