import Backends
import ContextModel
import HTTPBackends
import StrictJSON
import Testing

/// What a vision model is asked about a picture, in either protocol, and what comes of its answer.
@Suite struct PictureRequestTests {
    private static let address = "https://pictures.test/a.png"

    /// The same two pictures as each provider has them written.
    private static let parts: [(part: String, reference: PictureReference)] = [
        (#"{"type":"image_url","image_url":{"url":"\#(address)"}}"#, .address(address)),
        (
            #"{"type":"image_url","image_url":{"url":"\#(address)","detail":"low"}}"#,
            .address(address)
        ),
        (#"{"type":"input_image","image_url":"\#(address)"}"#, .address(address)),
        (#"{"type":"image","source":{"type":"url","url":"\#(address)"}}"#, .address(address)),
        (
            #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}}"#,
            .bytes(mediaType: "image/png", base64: "AAEC")
        ),
        (
            #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"},"cache_control":{"type":"ephemeral"}}"#,
            .bytes(mediaType: "image/png", base64: "AAEC")
        ),
    ]

    private func picture(_ part: String) throws -> ImagePart {
        ImagePart(source: try JSONValue(parsing: part))
    }

    private func endpoint(_ wire: WireProtocol) -> Endpoint {
        Endpoint(
            wire, baseURL: "http://127.0.0.1:1/v1", model: "seer", inputLimit: TokenCount(1))
    }

    @Test(arguments: parts.indices)
    func `a picture is the same however it is written`(index: Int) throws {
        let picture = try picture(Self.parts[index].part)
        #expect(PictureReference(picture.source) == Self.parts[index].reference)
    }

    @Test(arguments: [
        #"{"type":"image","source":{"type":"file","file_id":"f1"}}"#, #""cat""#,
        #"{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}"#,
        #"{"type":"image_url","image_url":{"url":"data:text/plain,abc"}}"#,
    ])
    func `a picture that no server could fetch is refused`(part: String) throws {
        for wire in WireProtocol.allCases {
            let picture = try picture(part)
            #expect(throws: ImageDescriberError.self) {
                try endpoint(wire).body(describing: picture, budget: TokenCount(9))
            }
        }
    }

    @Test func `a question has the picture as its protocol writes it`() throws {
        func body(_ wire: WireProtocol, _ index: Int) throws -> JSONValue {
            try endpoint(wire).body(
                describing: try picture(Self.parts[index].part), budget: TokenCount(400))
        }
        let chat = try body(.chatCompletions, 5)
        #expect(chat["model"]?.string == "seer" && chat["max_tokens"]?.number?.int == 400)
        #expect(chat["temperature"]?.number?.double == 0.3)
        let content = chat["messages"]?.array?.first?["content"]?.array
        #expect(
            content?.first?.compactText
                == #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC"}}"#)
        #expect(content?.last?["text"]?.string == Endpoint.pictureQuestion)
        let blocks = try body(.anthropicMessages, 4)["messages"]?.array?.first?["content"]?.array
        #expect(
            blocks?.first?.compactText
                == #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAEC"}}"#
        )
        let linked = try body(.anthropicMessages, 1)["messages"]?.array?.first?["content"]?.array
        #expect(
            linked?.first?.compactText
                == #"{"type":"image","source":{"type":"url","url":"\#(Self.address)"}}"#)
    }

    @Test(arguments: WireProtocol.allCases, [false, true])
    func `an answer is the description, streamed or not`(
        wire: WireProtocol, streaming: Bool
    ) async throws {
        let reply =
            streaming
            ? Reply.answer(headers: Bodies.eventStream, Bodies.events(wire, ["A red", " ship."]))
            : .answer([Bodies.whole(wire, "A red ship.")])
        try await ScriptedServer.run([reply]) { server, address in
            let describer = try HTTPDescriber(.test(wire, address, streaming: streaming))
            let text = try await describer.describe(try picture(Self.parts[0].part))
            #expect(text == "A red ship." && server.received.count == 1)
            #expect(!describer.identity.contains(theKey) && !describer.identity.contains(address))
        }
    }

    @Test func `a server's trouble is tried again, a refusal is told without the key`()
        async throws
    {
        let wire = WireProtocol.chatCompletions
        let busy = Reply.answer(
            status: 503, [Bodies.error(wire, "server_error", "later")])
        let refusal = Reply.answer(
            status: 400, [Bodies.error(wire, "invalid", "no pictures, \(theKey)")])
        try await ScriptedServer.run([busy, refusal]) { server, address in
            let describer = try HTTPDescriber(.test(wire, address), pause: { _ in })
            let picture = try picture(Self.parts[0].part)
            let error = await #expect(throws: ImageDescriberError.self) {
                try await describer.describe(picture)
            }
            #expect(server.received.count == 2)
            #expect(error?.description.contains("no pictures") == true)
            #expect(error?.description.contains(theKey) == false)
        }
    }
}
