import HardwareDSL
import HardwareLibrary
import Testing

/// Functions of the library refuse wrong operands in their own words, and pass on what was wrong
/// before.
@Suite struct OperandTests {
  private final class User: Module {
    let a = input(.bits(4))
    let n = input(.unsigned(4))
    let s = input(.signed(4))
    let y = output(.bits(4))
    private let use: (User) -> Signal
    init(_ use: @escaping (User) -> Signal) { self.use = use }
    var documentation: Documentation { Documentation("Uses a function.") }
    var body: Behavior { y <== use(self) }
  }

  private static let calls: [(name: String, call: @Sendable (Signal) -> Signal)] = [
    ("grayCode(of:)", { grayCode(of: $0) }), ("number(ofGray:)", { number(ofGray: $0).asBits }),
    ("index(ofOneHot:)", { index(ofOneHot: $0).asBits }),
    ("oneHot(of:width:)", { oneHot(of: $0, width: 4) }),
    ("priorityIndex(of:)", { priorityIndex(of: $0).asBits }),
  ]

  private func messages(_ use: @escaping (User) -> Signal) -> [String] {
    do {
      _ = try elaborate(User(use))
      return []
    } catch let error as DiagnosticError {
      return error.diagnostics.map(\.message)
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "A signed number and a literal are refused by the name of the call", arguments: calls.indices)
  func wrong(index: Int) {
    let (name, call) = Self.calls[index]
    #expect(
      messages { call($0.s) } == [
        "\(name) takes bits or an unsigned number, not 's_i' (signed(4)); "
          + "convert it with .asUnsigned"
      ])
    #expect(
      messages { _ in call(3) } == [
        "\(name) needs a typed operand, not the literal 3; give it a type with Signal(_, _)"
      ])
    // A single bit that is no bit is a mistake of before.
    #expect(
      messages { call($0.a[4]) } == [
        "slice 4...4 of 'a_i' (bits(4)) is out of range; bits run from 0 to 3"
      ])
  }

  @Test("A choice takes as many values as flags, and at least one")
  func choices() {
    #expect(messages { chosen([$0.a, $0.n.asBits], by: [$0.a[0], $0.a[1]]) } == [])
    let end = "give as many of both, at least one"
    #expect(
      messages { chosen([$0.a], by: [$0.a[0], $0.a[1]]).asBits }
        .contains("chosen(_:by:) has 1 values and 2 flags; \(end)"))
    #expect(
      messages { _ in chosen([], by: []).asBits }
        .contains("chosen(_:by:) has 0 values and 0 flags; \(end)"))
  }

  @Test("A one-hot number is made of bits, as of an unsigned number")
  func oneHots() {
    #expect(messages { oneHot(of: $0.a[0...1], width: 4) } == [])
    #expect(messages { oneHot(of: $0.n[0...1].asUnsigned, width: 4) } == [])
  }
}
