import AttentionSpec

/// A program as its instructions say it.
struct ProgramListing {
  var begin = Instruction.Begin()
  var index = Instruction.Index()
  var units: [ListedUnit] = []
}

/// A unit of work with what stands behind it.
struct ListedUnit {
  let unit: Instruction.Unit
  /// Places from a head to the next.
  let stride: Int
  /// By the number of the head.
  var settings: [Int: Instruction.Head] = [:]
  var loads: [ListedLoad] = []

  func place(head: Int, token: Int) -> Int { head * stride + token }
  /// Places from the first word to the last.
  var places: Int { (unit.heads - 1) * stride + unit.tokens }

  func base(_ memory: OperandMemory) -> Int {
    switch memory {
    case .queries: unit.queryPlace
    case .keys: unit.keyPlace
    case .values: unit.valuePlace
    }
  }

  /// Words of a token in the memory outside, for one chunk.
  func words(_ memory: OperandMemory) -> Int {
    memory == .values || unit.codes == 0 ? unit.heads : unit.codes
  }
}

/// Tokens that are brought on chip.
struct ListedLoad {
  let load: Instruction.Load
  let memory: OperandMemory
  let wait: AttentionPlan.Progress?
  /// One a head, for codes.
  let decoders: [HeadDecoder]

  var tokens: Range<Int> { load.firstToken..<load.firstToken + load.tokens }
}
