import HardwareDSL

/// Puts the parts of each request together to one result, with the first error and its address.
public final class TransferResults: StreamStage {
  public let input: ReadyValid<TransferPart>
  public let output: ReadyValid<TransferResult>

  let error = StateRegister(reset: TransferError.none, "the first of the request so far")
  let address: Signal
  let isDone = register(.bit, reset: 0, "a result waits")

  private let limits: [Requirement]
  private let addressBits: Int

  /// - Parameter addressBits: 1 to 64.
  public init(
    addressBits: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    limits = [.addressBits(addressBits, of: "a TransferResults", at: place)]
    let addressBits = addressBits.clamped(to: UnitSizes.addressBits)
    self.addressBits = addressBits
    input = .input { TransferPart($0, addressBits: addressBits) }
    output = .output { TransferResult($0, addressBits: addressBits) }
    address = dataRegister(.unsigned(addressBits))
  }

  public var moduleName: String { "transfer_results_a\(addressBits)" }

  public var documentation: Documentation {
    Documentation(
      "Puts the parts of each request together to one result, with the first error and its "
        + "address.",
      latency: [.cycles(1, from: input, to: output, note: "for the part that ends a request")],
      throughput: [.one("part", from: input, to: output)],
      reset: [.sentence("no part has come"), .value(0, of: output.valid)],
      combinationalPaths: [.path(from: output.ready, to: input.ready)])
  }

  public var body: Behavior {
    let part = input.payload
    let soFar = wire("soFar", mux(isDone, .none, error))
    input.ready <== (!isDone || output.ready)
    when(output.fires) {
      isDone <== 0
      error <== .none
    }
    when(input.fires) {
      isDone <== part.endsRequest
      error <== mux(soFar == .none, part.error, soFar)
      when(soFar == .none) { address <== part.address }
    }
    output.valid <== isDone
    output.payload.error <== error
    output.payload.address <== address
    cover("FailsTwice", input.fires && soFar != .none && part.error != .none)
  }
}
