import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Runs a program from its start to the end or to the first fault.
///
/// With a fault all windows close: what is asked for from then on is refused inside, so that
/// nothing new reaches the bus and nobody waits for it, while that which is under way comes to its
/// end.
final class RunControl: Module {
  enum State: HardwareEnum {
    case idle, running, failed
  }

  let start = input(.bit)
  /// Of 0 cycles: none.
  let timeout = input(.unsigned(32), "cycles without progress that are too many; 0: never")
  let progress = input(.bit, "something goes on")
  let program: Valid<ProgramFault>
  let isBeyond = input(.bit, "a base has more bits than an address of the port")
  /// Results of the masters, in the order of `FaultSource`.
  let results: [Valid<TransferResult>]
  let isEnded = input(.bit, "the program was read to its end")
  let rows = input(.unsigned(AcceleratorConfiguration.countBits), "of the program")
  let rowsTaken = input(.unsigned(AcceleratorConfiguration.countBits), "by the writer of outputs")
  let isQuiet = input(.bit, "all parts are idle")
  let isDrained = input(.bit, "nothing is under way on the bus")

  let go = output(.bit, "a run begins")
  let isOpen = output(.bit, "windows may be open")
  let isBusy = output(.bit, "a run is under way, or what a failed one has asked for")
  let isFailed = output(.bit, "a run has failed: only a reset helps")
  let succeeds = output(.bit, "a run ends well")
  let fails = output(.bit, "a run ends with a fault")
  let fault: FaultReport

  let state = StateRegister(reset: State.idle)
  let isNew = register(.bit, reset: 0, "the run has just begun")
  let left = dataRegister(.unsigned(32), "cycles that may pass without progress, less 1")
  let report: FaultReport
  let finds = register(.bit, reset: 0, "a fault is seen")
  let hasEnded = register(.bit, reset: 0, "the program is over and its rows are written")
  let ends = register(.bit, reset: 0)
  let isBad = register(.bit, reset: 0)

  /// Sources that read or write.
  static let masters = FaultSource.allCases.filter { $0 != .run }

  init(addressBits: Int) {
    program = Valid(.input()) { ProgramFault($0) }
    results = Self.masters.map { _ in
      Valid(.input()) { TransferResult($0, addressBits: addressBits) }
    }
    fault = FaultReport(.output(), addressBits: addressBits)
    report = FaultReport(.register(reset: 0), addressBits: addressBits)
  }

  var moduleName: String { "run_control_a\(report.address.width)" }

  var documentation: Documentation {
    Documentation(
      "Runs a program from its start to the end, or to the first fault.",
      latency: [
        .cycles(1, from: start, to: go, isOpen, isBusy),
        .cycles(2, from: program.valid, results.map(\.valid), to: fails, isFailed, isOpen),
        .cycles(2, from: isEnded, isQuiet, to: succeeds, isBusy),
      ],
      throughput: [.sentence("one run at a time")],
      reset: [
        .sentence("no run has begun or failed"),
        .value(0, of: go, isOpen, isBusy, isFailed, succeeds, fails),
      ],
      combinationalPaths: [.path(from: isDrained, to: isBusy)])
  }

  var body: Behavior {
    section("The time without progress")
    let isRunning = wire("isRunning", state == .running)
    let isTimed = wire("isTimed", timeout != 0)
    let isDue = wire("isDue", isRunning && !isNew && isTimed && !progress && left == 0)
    when(!isRunning || isNew || progress) { left <== timeout &- 1 }
      .otherwise { left <== left &- 1 }

    section("The first fault; of several at once, that of the first source")
    let found = possibleFaults(isDue: isDue)
    finds <== (isRunning && !finds && anyOf(found.map(\.valid)))
    when(isRunning && !finds) {
      for fault in found.reversed() {
        when(fault.valid) { report <== fault.payload }
      }
    }
    fault <== report

    section("The end of a good run")
    hasEnded <== (isEnded && isQuiet && !isNew)
    let isComplete = delayed("isComplete", rows == rowsTaken, reset: 0)

    section("States")
    isNew <== (start && state == .idle)
    let wasEnded = wire("wasEnded", hasEnded && isComplete && !finds)
    ends <== 0
    isBad <== 0
    state.decode { state in
      switch state {
      case .idle: when(start) { self.state <== .running }
      case .running:
        when(finds) {
          self.state <== .failed
          isBad <== 1
        }
        .elseWhen(wasEnded && !isNew) {
          self.state <== .idle
          ends <== 1
        }
      case .failed: ()
      }
    }
    go <== isNew
    isOpen <== isRunning
    isFailed <== (state == .failed)
    isBusy <== (isRunning || (state == .failed && !isDrained))
    succeeds <== ends
    fails <== isBad
    cover("EndsWell", ends)
  }

  /// What may be wrong in a cycle, in the order of the sources.
  private func possibleFaults(isDue: Signal) -> [Valid<FaultReport>] {
    let width = report.address.width
    func number(_ value: Int, _ bits: Int) -> Signal { Signal(value, .unsigned(bits)) }
    func entry(
      _ valid: Signal, _ code: Signal, _ source: FaultSource, instruction: Signal? = nil,
      address: Signal? = nil
    ) -> Valid<FaultReport> {
      Valid(
        valid,
        FaultReport(
          code: code, source: number(source.rawValue, FaultSource.bits),
          instruction: instruction ?? number(0, AcceleratorConfiguration.countBits),
          address: address ?? number(0, width)))
    }
    let refused = entry(
      program.valid, program.code, .program, instruction: program.instruction)
    let failed = zip(Self.masters, results).map { source, result in
      entry(
        result.valid && result.error != .none, code(of: result.error), source,
        address: result.address)
    }
    return [refused] + failed + [
      entry(isNew && isBeyond, number(RunFault.window.rawValue, RunFault.bits), .run),
      entry(isDue, number(RunFault.timeout.rawValue, RunFault.bits), .run),
    ]
  }

  private func code(of error: Enumerated<TransferError>) -> Signal {
    func number(_ fault: RunFault) -> Signal { Signal(fault.rawValue, .unsigned(RunFault.bits)) }
    return mux(
      error == .window, number(.window),
      mux(error == .slave, number(.slaveError), number(.decodeError)))
  }
}
