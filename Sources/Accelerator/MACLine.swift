import HardwareDSL

/// A line of MACs: one word of features a cycle.
final class MACLine: Module {
  let valid = input(.bit, "the operands below count in this cycle")
  let first = input(.bit, "they begin a new sum")
  let outputStationary = input(
    .bit, "1: a sum in each MAC (SpMM), 0: one sum along the line (SDDMM)")
  let query: Signal
  let weight = input(.unsigned(8))
  let keyValue: Signal

  let partial: Signal
  let totals: [Signal]

  let operandsValid = register(.bit, reset: 0)
  let operandsFirst = dataRegister(.bit)
  let operandsStationary = dataRegister(.bit)
  let productsValid = register(.bit, reset: 0)
  let productsFirst = dataRegister(.bit)
  let productsStationary = dataRegister(.bit)
  let left: [Signal]
  let right: [Signal]
  let mac: [MAC]

  private let macs: Int
  private let sumBits: Int

  init(macs: Int, sumBits: Int) {
    self.macs = macs
    self.sumBits = sumBits
    query = input(.bits(8 * macs), "signed bytes, the first MAC's in the low byte")
    keyValue = input(.bits(8 * macs), "likewise")
    partial = output(.signed(sumBits), "the line's sum (SDDMM)")
    totals = (0..<macs).map { _ in output(.signed(sumBits)) }
    left = (0..<macs).map { _ in dataRegister(.signed(MAC.leftBits)) }
    right = (0..<macs).map { _ in dataRegister(.signed(MAC.rightBits)) }
    mac = (0..<macs).map { _ in MAC(sumBits: sumBits) }
  }

  var moduleName: String { "mac_line_\(macs)_acc\(sumBits)" }

  var documentation: Documentation {
    Documentation(
      "Line of \(macs) MACs. SDDMM: the dot product of query and key words, summed along the line. "
        + "SpMM: weight times each value, summed in each MAC.",
      latency: [.cycles(3, from: valid, query, weight, keyValue, to: partial, totals)],
      throughput: [.one("word", from: query, keyValue, to: partial)],
      reset: [.control], combinationalPaths: .none)
  }

  var body: Behavior {
    section("Operand stage")
    operandsValid <== valid
    when(valid) {
      operandsFirst <== first
      operandsStationary <== outputStationary
      for index in 0..<macs {
        let byte = (8 * index)...(8 * index + 7)
        left[index]
          <== mux(
            outputStationary, weight.toSigned(), query[byte].asSigned.extended(to: MAC.leftBits))
        right[index] <== keyValue[byte].asSigned
      }
    }

    section("Product stage")
    productsValid <== operandsValid
    when(operandsValid) {
      productsFirst <== operandsFirst
      productsStationary <== operandsStationary
    }

    section("Sum stage: along the line, or in each MAC")
    let lineSum = wire(
      "lineSum", mux(productsFirst, Signal(0, .signed(sumBits)), mac[macs - 1].total))
    // The last MAC accumulates in both modes.
    let inEach = macs == 1 ? productsValid : wire("inEach", productsValid && productsStationary)
    let alongLine = wire("alongLine", !productsStationary)
    for (index, element) in mac.enumerated() {
      let isLast = index == macs - 1
      element.operandsValid <== operandsValid
      element.left <== left[index]
      element.right <== right[index]
      element.accumulate <== (isLast ? productsValid : inEach)
      element.restart <== productsFirst
      element.chain <== alongLine
      element.neighbour <== (index == 0 ? lineSum : mac[index - 1].sum)
      totals[index] <== element.total
    }
    partial <== mac[macs - 1].total
  }
}
