import AttentionSpec
import HardwareDSL
import HardwareLibrary

/// Why a run has failed: the numbers that the register of errors shows. Those of programs are the
/// numbers of `ProgramRule`.
public enum RunFault: Int, CaseIterable, Sendable {
  case none = 0
  case opcode = 1
  case unusedBits, version, order, range, alignment, place, window, loadSize
  case slaveError = 16
  case decodeError, timeout

  static let bits = 8

  /// What the register of faults calls it.
  public var registerName: String {
    switch self {
    case .unusedBits: "unused_bits"
    case .loadSize: "load_size"
    case .slaveError: "slave_error"
    case .decodeError: "decode_error"
    default: "\(self)"
    }
  }

  public var meaning: String {
    switch self {
    case .none: "No run has failed since the reset."
    case .slaveError: "The memory outside answered SLVERR."
    case .decodeError: "The memory outside answered DECERR."
    case .timeout: "Nothing went on for as many cycles as the register of the time-out says."
    default: ProgramRule(rawValue: rawValue)?.meaning ?? ""
    }
  }
}

/// Who had the fault: the part that asks for memory, or that waits.
public enum FaultSource: Int, CaseIterable, Sendable {
  case program, slots, rows, codes, values, outputs, run

  static let bits = 3

  public var meaning: String {
    switch self {
    case .program: "The program: its instructions, or the reads of them."
    case .slots: "The reads of slots."
    case .rows: "The reads of the records of rows."
    case .codes: "The reads of queries and keys, or their codes."
    case .values: "The reads of values."
    case .outputs: "The writes of outputs."
    case .run: "The run as a whole."
    }
  }
}

/// An instruction that was refused.
struct ProgramFault: SignalBundle {
  let code: Signal
  let instruction: Signal
}

extension ProgramFault {
  init(_ field: FieldMaker) {
    code = field(.unsigned(RunFault.bits), "the number of the rule that is broken")
    instruction = field(.unsigned(AcceleratorConfiguration.countBits), "its number, from 0 on")
  }
}

/// The first fault of a run.
struct FaultReport: SignalBundle {
  let code: Signal
  let source: Signal
  let instruction: Signal
  let address: Signal
}

extension FaultReport {
  init(_ field: FieldMaker, addressBits: Int) {
    code = field(.unsigned(RunFault.bits))
    source = field(.unsigned(FaultSource.bits))
    instruction = field(
      .unsigned(AcceleratorConfiguration.countBits), "the number of the refused one")
    address = field(.unsigned(addressBits), "of the burst that failed")
  }
}
