import HardwareDSL

// The units of streams for words: payloads of one field of bits.

extension StreamRegister where Payload == Item {
  /// A register for words.
  public convenience init(
    width: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init([.width(width, of: "a StreamRegister", at: place)]) { Item($0(.bits(width))) }
  }
}

extension SkidBuffer where Payload == Item {
  /// A skid buffer for words.
  public convenience init(
    width: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init([.width(width, of: "a SkidBuffer", at: place)]) { Item($0(.bits(width))) }
  }
}

extension StreamFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameter depth: 1 to 4,096.
  public convenience init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, at: place, [.width(width, of: "a StreamFIFO", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension BypassFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameter depth: 1 to 4,096.
  public convenience init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, at: place, [.width(width, of: "a BypassFIFO", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension MemoryFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameter depth: Of the memory, at least 1; one more word waits at the output.
  public convenience init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, at: place, [.width(width, of: "a MemoryFIFO", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension StreamFork where Payload == Item {
  /// A fork for words.
  ///
  /// - Parameter count: the number of outputs, 2 to 1,024.
  public convenience init(
    width: Int, count: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(count: count, at: place, [.width(width, of: "a StreamFork", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension StreamArbiter where Payload == Item {
  /// An arbiter for words.
  ///
  /// - Parameter count: the number of inputs, 2 to 1,024.
  public convenience init(
    width: Int, count: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(count: count, at: place, [.width(width, of: "a StreamArbiter", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension PriorityArbiter where Payload == Item {
  /// An arbiter for words.
  ///
  /// - Parameter count: the number of inputs, 2 to 1,024.
  public convenience init(
    width: Int, count: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(count: count, at: place, [.width(width, of: "a PriorityArbiter", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension StreamUpsizer where Payload == Item {
  /// A converter for words.
  ///
  /// - Parameter lanes: The items of a beat, 1 to 4,096.
  public convenience init(
    width: Int, lanes: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(lanes: lanes, at: place, [.width(width, of: "a StreamUpsizer", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension StreamDownsizer where Payload == Item {
  /// A converter for words.
  ///
  /// - Parameter lanes: The items of a beat, 1 to 4,096.
  public convenience init(
    width: Int, lanes: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(lanes: lanes, at: place, [.width(width, of: "a StreamDownsizer", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension DropFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameter depth: Of the memory, at least 1.
  public convenience init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, at: place, [.width(width, of: "a DropFIFO", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension ReplayFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameter depth: Of the memory, at least 1.
  public convenience init(
    width: Int, depth: Int, file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(depth: depth, at: place, [.width(width, of: "a ReplayFIFO", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}

extension MulticastFIFO where Payload == Item {
  /// A queue of words.
  ///
  /// - Parameters:
  ///   - depth: Words that not all readers have, at least 1.
  ///   - readers: 2 to 1,024.
  public convenience init(
    width: Int, depth: Int, readers: Int, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    let limits: [Requirement] = [.width(width, of: "a MulticastFIFO", at: place)]
    self.init(depth: depth, readers: readers, at: place, limits) { Item($0(.bits(width))) }
  }
}

extension WeightedArbiter where Payload == Item {
  /// An arbiter for words.
  ///
  /// - Parameter weights: Of the inputs, 2 to 1,024 of them, each 1 to 4,096.
  public convenience init(
    width: Int, weights: [Int], file: String = #filePath, line: Int = #line, column: Int = #column
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    self.init(weights: weights, at: place, [.width(width, of: "a WeightedArbiter", at: place)]) {
      Item($0(.bits(width)))
    }
  }
}
