import AttentionSpec

/// A channel of loads: what may be asked for, a FIFO, and what leaves it in a cycle.
struct ChannelTiming {
  private let loads: [AttentionPlan.Load]
  private let firstToken: [Int]
  /// Cycles in which a token of each unit is written, and bytes that it comes as.
  private let cyclesOfToken: [Int]
  private let bytesOfToken: [Int]
  private let room: Int
  private let burstBytes: Int
  /// The load that is asked for, and how much of it has been.
  private var next = 0
  private var askedBytes = 0
  /// Bytes that are asked for and have not left the FIFO, and loads that lie in it.
  private var taken = 0
  private var waiting: [(load: AttentionPlan.Load, bytes: Int)] = []
  private var first = 0
  /// Cycles that the first of them has had.
  private var cycles = 0
  /// Tokens that have arrived in each memory, all units numbered through.
  private(set) var arrived: [OperandMemory: Int] = [:]

  init(
    _ loads: [AttentionPlan.Load], _ walk: PlanWalk, cyclesOfToken: [Int], bytesOfToken: [Int],
    room: Int, burstBytes: Int
  ) {
    self.loads = loads
    firstToken = walk.firstToken
    self.cyclesOfToken = cyclesOfToken
    self.bytesOfToken = bytesOfToken
    self.room = room
    self.burstBytes = burstBytes
  }

  /// The next burst of a load, if its place and the FIFO have room.
  mutating func ask(
    _ progress: [AttentionPlan.Progress: Int]
  ) -> (load: AttentionPlan.Load, bytes: Int)? {
    guard next < loads.count else { return nil }
    let load = loads[next]
    let size = load.tokens.count * bytesOfToken[load.unit]
    let bytes = min(size - askedBytes, burstBytes)
    guard load.wait.count <= progress[load.wait.progress, default: 0], taken + bytes <= room else {
      return nil
    }
    taken += bytes
    askedBytes += bytes
    if askedBytes == size { (next, askedBytes) = (next + 1, 0) }
    return (load, bytes)
  }

  mutating func land(_ load: AttentionPlan.Load, _ bytes: Int) {
    if let last = waiting.indices.last, last >= first, waiting[last].load == load {
      waiting[last].bytes += bytes
    } else {
      waiting.append((load, bytes))
    }
  }

  mutating func step() {
    guard first < waiting.count else { return }
    let (load, bytes) = waiting[first]
    let (ofToken, size) = (cyclesOfToken[load.unit], bytesOfToken[load.unit])
    let before = cycles
    cycles = min(cycles + 1, bytes * ofToken / size)
    taken -= cycles * size / ofToken - before * size / ofToken
    arrived[load.memory] = firstToken[load.unit] + load.tokens.lowerBound + cycles / ofToken
    guard cycles == load.tokens.count * ofToken else { return }
    first += 1
    cycles = 0
  }
}
