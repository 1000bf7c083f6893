import HardwareDSL
import HardwareIR
import Testing

private struct Beat: SignalBundle {
  let data: Signal
  let last: Signal
  let tag: Signal

  init(_ field: FieldMaker) {
    data = field(.bits(4))
    last = field.ignorable(.bit, "the last")
    tag = field(.bits(0))
  }
}

/// Reads the data of beats, and nothing else.
private final class Counting: Module {
  let beats = ReadyValid.input { Beat($0) }
  let total = output(.unsigned(4))
  let sum = register(.unsigned(4), reset: 0)
  let nothing = input(.bits(0))
  let none = register(.unsigned(0), reset: 0)
  let void = Memory(.bits(0), depth: 4)
  let readsData: Bool
  init(readsData: Bool = true) { self.readsData = readsData }
  var documentation: Documentation { Documentation("Adds data.") }
  var body: Behavior {
    beats.ready <== 1
    let passed = wire("passed") { Beat($0) }
    passed <== beats.payload
    when(beats.fires) {
      sum <== sum &+ (readsData ? passed.data.asUnsigned : Signal(1, .unsigned(4)))
    }
    none <== none &+ 1
    void.read(at: sum[0...1])
    void.write(nothing, at: sum[0...1])
    total <== sum
  }
}

@Suite("What may be left unread")
struct IgnorableTests {
  @Test("Fields that may be ignored, and whatever has no bits, draw no warning")
  func quiet() throws {
    #expect(try elaborate(Counting(), .strict).warnings.isEmpty)
  }

  @Test("Others do")
  func dead() throws {
    let warnings = try elaborate(Counting(readsData: false)).warnings
    #expect(
      warnings.map(\.message).sorted().map { $0.split(separator: ";")[0] } == [
        "input 'beats_data_i' of counting is read only by what is never observed",
        "wire 'passed_data' of counting is never read",
      ])
  }
}
