import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@testable import YosysProof

private enum Phase: HardwareEnum { case idle, run, lost }

/// A child whose count stops at 5, which nobody claims.
private final class Stopping: Module {
  let enable = input(.bit)
  let count = output(.unsigned(4))
  let phase = StateRegister(reset: Phase.idle)
  let steps = register(.unsigned(4), reset: 0)
  let spare = register(.unsigned(4), reset: 7)
  var documentation: Documentation { Documentation("Counts to five.") }
  var body: Behavior {
    when(enable && steps != 5) {
      steps <== steps &+ 1
      phase <== .run
    }
    when(phase == .lost && enable) { steps <== 12 }
    when(phase == .lost) { spare <== 3 }
    count <== steps
    claim("NeverTwelve", steps != 12, "there are no twelve")
    cover("Three", steps == 3)
    cover("Five", steps == 5)
    unused("spare", spare)
  }
}

/// Two of them, of which one may not go.
private final class Pair: Module {
  let enable = input(.bit)
  let count = output(.unsigned(5))
  let first = Stopping()
  let second = Stopping()
  var documentation: Documentation { Documentation("Counts to ten.") }
  var body: Behavior {
    first.enable <== enable
    second.enable <== 0
    count <== first.count + second.count
    cover("Both", first.count == 3 && second.count == 3)
  }
}

/// Two numbers without a reset, of which one is always small where it is known.
private final class Held: Module {
  let isLoaded = input(.bit)
  let moves = input(.bit)
  let word = output(.unsigned(4))
  let held = dataRegister(.unsigned(4))
  let other = dataRegister(.unsigned(4))
  let isKnown = register(.bit, reset: 0)
  var documentation: Documentation { Documentation("Holds a number.") }
  var body: Behavior {
    when(isLoaded) {
      held <== 1
      other <== 2
      isKnown <== 1
    }
    .elseWhen(moves) { held <== other }
    word <== held
    claim("Small", !isKnown || held < 8)
  }
}

@Suite(
  "Proofs that stay open", .enabled(if: Tool.yosys.isInstalled, "yosys is not installed"))
struct OpenProofTests {
  @Test("The claim that is not inductive is named, with a state that no claim rules out")
  func gap() async throws {
    let open = try #require(try await prove(elaborate(Stopping()), cyclesMax: 3).open)
    let gap = try #require(open.gap)
    #expect(open.cycles == 3 && gap.claims.count == 1)
    #expect(
      gap.claims[0].contains(#/OpenProofTests\.swift:[0-9]+:[0-9]+: stopping\.NeverTwelve: /#))
    #expect(gap.claims[0].hasSuffix("NeverTwelve: there are no twelve"))
    // What the claim reads comes first; what is as after reset does not come.
    let steps = try #require(gap.registers.first)
    #expect(steps.path == "steps_q" && steps.reset == 0 && steps.value != 0)
    #expect(!gap.registers.contains { $0.path == "spare_q" && $0.value == 7 })
    if let phase = gap.registers.first(where: { $0.path == "phase_q" }) {
      #expect("\(phase)".contains(#/^phase_q = (run|lost|3) \(reset idle\)$/#))
    }
    // The run leads from that state to a twelfth step.
    let row = try #require(gap.run.rows.first { $0.signal == "steps_q" })
    #expect(row.values.count == gap.cycles + 1)
    #expect(row.values.first == steps.value && row.values.last == 12)
    #expect(!row.values.dropLast().contains(12))
  }

  @Test("The text names claim, state and remedy, and cover points that no run reaches")
  func text() async throws {
    let result = try await prove(elaborate(Stopping()), cyclesMax: 6)
    let lines = "\(result)".split(separator: "\n").map(String.init)
    #expect(
      lines[0] == "open: no run of 6 cycles breaks a claim, but no induction over 6 proves all; "
        + "claim more of what holds in between, or give prove a larger cyclesMax")
    #expect(lines[1] == "not inductive:")
    #expect(lines[2].hasSuffix(": stopping.NeverTwelve: there are no twelve"))
    #expect(lines[3].hasSuffix(" after a state that no claim rules out:"))
    #expect(lines[4].contains(#/^  steps_q = [0-9]+ \(reset 0\)$/#))
    #expect(lines.suffix(2).first == "reached by no run of 6 cycles:")
    #expect(lines.last?.hasSuffix("stopping.Five") == true, "\(result)")
  }

  @Test(
    "Cover points are those of each instance, and a longer run reaches more", arguments: [4, 5])
  func covers(cycles: Int) async throws {
    let open = try #require(try await prove(elaborate(Pair()), cyclesMax: cycles).open)
    // Three steps from reset are seen in the fifth cycle.
    let names = open.unreachedCovers.compactMap { $0.split(separator: " ").last }
    #expect(
      names == (cycles < 5 ? ["pair.Both", "pair.first.Three"] : ["pair.Both"])
        + ["pair.first.Five", "pair.second.Three", "pair.second.Five"])
    #expect(open.undecidedCovers.isEmpty)
  }

  @Test("Registers without a reset come last, but for those that the claim reads")
  func data() async throws {
    let open = try #require(try await prove(elaborate(Held()), cyclesMax: 2).open)
    let gap = try #require(open.gap)
    #expect(gap.registers.map(\.path) == ["held_q", "is_known_q", "other_q"])
    #expect(gap.registers.map(\.reset) == [nil, 0, nil])
    let other = try #require(gap.registers.last)
    #expect("\(other)".hasPrefix("other_q = ") && "\(other)".hasSuffix(" (no reset)"))
    #expect(open.unreachedCovers.isEmpty && open.undecidedCovers.isEmpty)
  }

  @Test("A search that finds nothing says so, and of no induction")
  func search() async throws {
    let result = try await prove(elaborate(Stopping()), method: .search, cyclesMax: 2)
    #expect(result.open?.gap == nil)
    #expect(
      "\(result)".hasPrefix("open: no run of 2 cycles breaks a claim, and a search proves no more"))
    #expect(result.open?.unreachedCovers.count == 2)
  }

  @Test("Cover points for which no time is left are undecided")
  func timeLimit() async throws {
    let circuit = try elaborate(Stopping())
    var search = CoverSearch(
      circuit, SystemVerilogEmitter(arrays: .unrolled, taps: .kept), cyclesMax: 30)
    let result = try await search.unreached(within: .zero)
    #expect(result.unreached.isEmpty && result.undecided.count == 2)
    let open = OpenProof(cycles: 30, undecidedCovers: result.undecided)
    #expect("\(open)".contains("not reached before the time limit:\n  "))
  }

  @Test("Of many registers the first are shown, and how many more there are")
  func shortened() async throws {
    let registers = (0..<20).map {
      OpenProof.RegisterValue(
        path: "count_\($0)_q", value: 1, reset: 0,
        format: .init(widthBits: 4, isSigned: false))
    }
    let run = Counterexample(failures: [], rows: [], cycleCount: 1)
    let gap = OpenProof.Gap(claims: ["a.B"], registers: registers, cycles: 0, run: run)
    let lines = "\(gap)".split(separator: "\n")
    #expect(lines[2] == "broken in a state that no claim rules out:")
    #expect(lines.count == 16 && lines.last == "  and 8 more")
  }
}
