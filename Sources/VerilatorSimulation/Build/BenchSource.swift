import HardwareIR

/// The one C++ file that is generated for a design: it includes the model and the test bench, and
/// holds the tables that stand between them.
struct BenchSource {
  var design: DesignUnderTest
  /// The C++ files of the model.
  var modelFiles: [String]
  /// The module that the model was made of, if not of the top.
  var wrapper: TopWrapper?

  var text: String {
    let includes =
      [BenchText.hooks.name, "data.hpp", "model_repairs.hpp"] + modelFiles
      + ["design.hpp", "port.hpp"]
    let wrapping = wrapper == nil ? "" : "#define BENCH_WRAPPER \"\(TopWrapper.name)\"\n"
    return """
      // The tables of design \(design.topName), generated for the test bench.
      \(wrapping)\(includes.map { "#include \"\($0)\"" }.joined(separator: "\n"))

      #include <array>
      #include <cstdint>
      #include <vector>

      struct Design {
        using Model = \(VerilatedFiles.prefix);
        static constexpr const char* name = "\(design.topName)";
      \(table("bench::PortInfo", "ports", portRows))
      \(table("bench::ClockInfo", "clocks", clockRows))
      \(table("uint32_t", "fields", fields.map(index(of:))))
      \(table("bench::StreamInfo", "streams", streamRows))
      \(table("bench::TapInfo", "taps", tapRows))

        static std::vector<bench::Port> bind(Model& model) {
          return {
      \(binding)
          };
        }
      };

      \(dataFiles)
      #include "interface.hpp"

      """
  }

  /// The files that the design reads, in the library.
  private var dataFiles: String {
    let rows = design.files.filter { $0.isData }.map { file in
      "    {\(quoted(file.name)), {\(CppText.literal(file.text)), \(file.text.utf8.count)}},\n"
    }
    return """
      const std::vector<bench::DataFile>& bench::data_files() {
        static const std::vector<bench::DataFile> files{
      \(rows.joined())  };
        return files;
      }

      """
  }

  private func table(_ type: String, _ name: String, _ rows: [String]) -> String {
    let declaration = "  static constexpr std::array<\(type), \(rows.count)> \(name)"
    guard !rows.isEmpty else { return declaration + "{};" }
    return declaration + "{{\n" + rows.map { "    \($0),\n" }.joined() + "  }};"
  }

  private var portRows: [String] {
    design.ports.map { port in
      let isOutput = port.direction == .output
      return "{\"\(port.name)\", \(port.widthBits), \(port.isSigned), \(isOutput)}"
    }
  }

  private var clockRows: [String] {
    design.interface.clocks.map { spec in
      let reset = spec.reset.map(index(of:)) ?? "bench::no_port"
      return "{\(index(of: spec.clock)), \(reset), \(spec.resetLevel == .high ? 1 : 0)}"
    }
  }

  /// The fields of all streams, then of all taps.
  private var fields: [String] {
    design.streams.flatMap(\.payload) + design.taps.flatMap(\.data)
  }

  private var streamRows: [String] {
    var first = 0
    return design.streams.map { stream in
      defer { first += stream.payload.count }
      let isOutput = stream.direction == .output
      let ports =
        "\(clock(of: stream.domain)), \(index(of: stream.valid)), \(index(of: stream.ready))"
      return "{\(quoted(stream.name)), \(isOutput), \(ports), \(first), \(stream.payload.count)}"
    }
  }

  private var tapRows: [String] {
    var first = design.streams.map(\.payload.count).reduce(0, +)
    return design.taps.map { tap in
      defer { first += tap.data.count }
      let ports = "\(clock(of: tap.domain)), \(index(of: tap.valid))"
      return "{\(quoted(tap.name)), \(ports), \(first), \(tap.data.count)}"
    }
  }

  private var binding: String {
    design.ports.enumerated().map { index, port in
      let member = wrapper?.portName(index) ?? VerilatedFiles.memberName(of: port.name)
      return "      {model.\(member), \(port.widthBits)},"
    }.joined(separator: "\n")
  }

  /// Names of streams and taps are free text.
  private func quoted(_ name: String) -> String {
    "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private func clock(of domain: ClockDomain) -> String {
    String(design.interface.clockIndex(of: domain) ?? 0)
  }

  private func index(of port: String) -> String {
    String(design.ports.firstIndex { $0.name == port } ?? 0)
  }
}
