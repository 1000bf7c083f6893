import Foundation
import HostTools

/// A folder with scripts in `tools`, which goes away in the end.
public final class Shed {
  public let path = NSTemporaryDirectory() + UUID().uuidString

  public init(_ scripts: [String: String]) throws {
    try HostFolder.make(path + "/tools")
    for (name, text) in scripts {
      try "#!/bin/sh\n\(text)\n".write(
        toFile: "\(path)/tools/\(name)", atomically: false, encoding: .utf8)
      chmod("\(path)/tools/\(name)", 0o755)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
