import CTestbench

/// The streams of a design that are the channels of a bus, and where their fields lie.
struct MemoryBus {
  private struct Channel {
    var name: String
    var number: axi_channel_name
    /// Seen from the design, which is the manager.
    var direction: Direction
    /// Fields that the bus cannot lack.
    var needed: [String]
  }

  private static let channels = [
    Channel(name: "aw", number: axi_aw, direction: .output, needed: ["addr"]),
    Channel(name: "w", number: axi_w, direction: .output, needed: ["data"]),
    Channel(name: "b", number: axi_b, direction: .input, needed: []),
    Channel(name: "ar", number: axi_ar, direction: .output, needed: ["addr"]),
    Channel(name: "r", number: axi_r, direction: .input, needed: ["data"]),
  ]

  private static let roles: [(name: String, number: axi_role)] = [
    ("id", axi_id), ("addr", axi_addr), ("len", axi_len), ("size", axi_size), ("burst", axi_burst),
    ("cache", axi_cache), ("data", axi_data), ("strb", axi_strb), ("last", axi_last),
    ("resp", axi_resp),
  ]

  private static let bitsMax = [
    ("addr", 64), ("id", 32), ("len", 8), ("size", 3), ("burst", 2), ("cache", 4), ("last", 1),
    ("resp", 2),
  ]

  struct Sizes: Hashable {
    var beatBytes = 0
    var addressBits = 64
  }

  let name: String
  private(set) var streams: [String] = []
  private(set) var sizes = Sizes()
  private var bindings: [(channel: Channel, itemWords: Int, fields: [Field])] = []

  private struct Field {
    var role: (name: String, number: axi_role)
    var firstWord: Int
    var widthBits: Int
  }

  /// - Parameter buses: One that reads and writes, or one for each.
  init(_ buses: [String], in interface: DesignInterface) throws(SimulationError) {
    name = buses.joined(separator: " and ")
    for channel in Self.channels {
      let names = buses.map { "\($0)_\(channel.name)" }
      let found = interface.streams.filter { names.contains($0.name) }
      guard found.count <= 1 else {
        throw .invalidRequest(
          "\(found.map(\.name).joined(separator: " and ")) are one channel of a memory; attach a "
            + "memory to each bus, which may share their bytes.")
      }
      guard let stream = found.first else { continue }
      try add(channel, stream, in: interface)
    }
    try check(buses, in: interface)
  }

  private mutating func add(
    _ channel: Channel, _ stream: StreamSpec, in interface: DesignInterface
  ) throws(SimulationError) {
    guard stream.direction == channel.direction else {
      throw .invalidRequest(
        "Stream \(stream.name) is an \(stream.direction), and that of a manager is an "
          + "\(channel.direction); a memory serves managers, whose bus is made with .output.")
    }
    var fields: [Field] = []
    var words = 0
    let roles = Self.roles(of: stream)
    for name in stream.payload {
      guard let port = interface.ports.first(where: { $0.name == name }) else { continue }
      if let role = roles[name] {
        fields.append(Field(role: role, firstWord: words, widthBits: port.widthBits))
      }
      words += (port.widthBits + 31) / 32
    }
    for role in channel.needed where !fields.contains(where: { $0.role.name == role }) {
      throw .invalidRequest(
        "Stream \(stream.name) has no field \(role), which a memory needs; name a bus of AXI4.")
    }
    streams.append(stream.name)
    bindings.append((channel, max(1, words), fields))
  }

  /// Which field each port of a channel is. An end alone would not do: `awmmusid` is no `awid`.
  private static func roles(of stream: StreamSpec) -> [String: (name: String, number: axi_role)] {
    func ports(_ role: String) -> [String] {
      stream.payload.filter { plain($0).hasSuffix(role) }.sorted { $0.utf8.count < $1.utf8.count }
    }
    // What the names of a channel begin with.
    let stem = ["addr", "data", "resp"].lazy.compactMap { role in
      ports(role).first.map { String(plain($0).dropLast(role.count)) }
    }.first
    var roles: [String: (name: String, number: axi_role)] = [:]
    for role in Self.roles {
      let port = ports(role.name).first {
        let name = plain($0)
        return stem == nil || name == (stem ?? "") + role.name || name.hasSuffix("_" + role.name)
      }
      if let port { roles[port] = role }
    }
    return roles
  }

  /// A port without the mark of its direction.
  private static func plain(_ port: String) -> String {
    port.hasSuffix("_i") || port.hasSuffix("_o") ? String(port.dropLast(2)) : port
  }

  private mutating func check(
    _ buses: [String], in interface: DesignInterface
  ) throws(SimulationError) {
    guard Set(buses).count == buses.count else {
      throw .invalidRequest("A memory is attached to \(name); name each bus once.")
    }
    for bus in buses where !streams.contains(where: { $0.hasPrefix(bus + "_") }) {
      throw unknown(bus, "aw", in: interface)
    }
    let found = bindings.map(\.channel.name)
    let isReading = found.contains("ar") || found.contains("r")
    let isWriting = ["aw", "w", "b"].contains { found.contains($0) }
    let wanted = Self.channels.map(\.name).filter {
      $0.hasSuffix("r") ? isReading : isWriting
    }
    if let missing = wanted.first(where: { !found.contains($0) }) {
      throw unknown(buses[0], missing, in: interface)
    }
    let widths = Set(bits("data"))
    guard let width = widths.first, widths.count == 1,
      [8, 16, 32, 64, 128, 256, 512, 1024]
        .contains(width)
    else {
      throw .invalidRequest(
        "The bus \(name) has data of \(widths.sorted()) bits; AXI4 has one of 8, 16 and so on to "
          + "1,024.")
    }
    let beatBytes = width / 8
    for (role, limit) in Self.bitsMax {
      for bits in bits(role) where bits > limit {
        throw .invalidRequest(
          "The bus \(name) has \(bits) bits of \(role); a memory takes up to \(limit).")
      }
    }
    sizes = Sizes(beatBytes: beatBytes, addressBits: bits("addr").max() ?? 64)
    for bits in bits("strb") where bits != beatBytes {
      throw .invalidRequest(
        "The bus \(name) has \(bits) strobes for \(beatBytes) bytes; give it one for each.")
    }
  }

  private func unknown(
    _ bus: String, _ channel: String, in interface: DesignInterface
  ) -> SimulationError {
    let name = "\(bus)_\(channel)"
    return .unknownName(
      kind: "stream", name: name, design: interface.topName,
      near: NearNames.of(name, among: interface.streams.map(\.name)))
  }

  /// The last byte that addresses of so many bits get to.
  static func greatestAddress(_ bits: Int) -> UInt64 {
    bits >= 64 ? .max : 1 << UInt64(max(0, bits)) - 1
  }

  /// As texts have an address.
  static func text(of address: UInt64) -> String { "0x" + String(address, radix: 16) }

  private func bits(_ role: String) -> [Int] {
    bindings.flatMap { $0.fields.filter { $0.role.name == role }.map(\.widthBits) }
  }

  /// Tells a model where the fields are.
  func bind(_ model: OpaquePointer) {
    for (index, (channel, words, fields)) in bindings.enumerated() {
      let number = channel.number.rawValue
      axi_memory_set_channel(model, number, UInt32(index), UInt32(words))
      for field in fields {
        axi_memory_set_field(
          model, number, field.role.number.rawValue, UInt32(field.firstWord),
          UInt32(field.widthBits))
      }
    }
  }
}
