import HardwareIR

/// A memory with the slots of its wires.
struct MemoryPlan: Sendable {
  struct Reader: Sendable {
    var enable: Int
    var address: Int
    var data: Int
  }

  struct Writer: Sendable {
    var enable: Int
    /// Whether an enabled port writes; of one that only writes, its enable again.
    var write: Int
    var address: Int
    var data: Int
    var mask: Int?
  }

  var path: String
  /// The number of the clock in the interface.
  var clock: Int
  var depth: Int
  var type: HardwareType
  var laneWidth: Int?
  var isWriteFirst: Bool
  /// The words it begins with, in the form of slots, where it has contents.
  var contents: [UInt64]?
  var readers: [Reader] = []
  /// In the order in which they write.
  var writers: [Writer] = []

  /// - Parameter slot: The first slot of a wire.
  init(_ definition: MemoryDefinition, path: String, clock: Int, slot: (String) -> Int) {
    self.path = path
    self.clock = clock
    depth = definition.depth
    type = definition.word
    laneWidth = definition.laneWidth
    isWriteFirst = definition.readUnderWrite == .writeFirst
    for port in definition.ports {
      let (enable, address) = (slot(port.enable), slot(port.address))
      if let data = port.readData {
        readers.append(Reader(enable: enable, address: address, data: slot(data)))
      }
      if let data = port.writeData {
        writers.append(
          Writer(
            enable: enable, write: port.write.map(slot) ?? enable, address: address,
            data: slot(data), mask: port.writeMask.map(slot)))
      }
    }
    guard definition.hasContents else { return }
    let words = definition.initial.flatMap { slotWords($0, definition.word) }
    contents = words + [UInt64](repeating: 0, count: depth * wordLength - words.count)
  }

  /// The slots of a word.
  var wordLength: Int { (type.width + 63) / 64 }
}
