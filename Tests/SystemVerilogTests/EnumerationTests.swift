import Foundation
import HardwareDSL
import HardwareIR
import SystemVerilog
import TestSupport
import Testing

enum Light: HardwareEnum { case red, amber, green }
enum Switch: HardwareEnum { case off, on }

/// What a road asks for.
struct LightRequest: SignalBundle {
  let light: Enumerated<Light>
  let isUrgent: Signal
  init(_ field: FieldMaker) {
    light = field(Light.self, "what is asked for")
    isUrgent = field(.bit)
  }
}

/// An enumeration at ports, and a register that takes what comes in.
final class LightControl: SampleModule {
  let request = LightRequest(.input())
  let shown = output(Light.self)
  let light = StateRegister(reset: Light.red, "what is shown")
  var body: Behavior {
    light.decode { light in
      switch light {
      case .red: when(request.light != .red) { self.light <== .amber }
      case .amber: self.light <== request.light
      case .green: when(request.isUrgent || request.light == .red) { self.light <== .amber }
      }
    }
    shown <== light
  }
}

/// Enumerations through children, as bits, chosen and indexed.
final class Lights: SampleModule {
  let power = input(Switch.self)
  let wanted = LightRequest(.input())
  let code = input(.bits(2))
  let road = input(.unsigned(1))
  let first = output(Light.self, "of the first road")
  let second = output(Light.self)
  let isAlike = output(.bit)
  let word = output(.bits(3))
  let level = output(.unsigned(2))
  let control = (0..<2).map { _ in LightControl() }
  let asked = (0..<2).map { _ in register(Light.self, reset: .green) }
  let last = dataRegister(Light.self)
  let mode = wire(Light.self, "of the night")
  var body: Behavior {
    let legal = wire("legal", Light.decoded(from: code, otherwise: .red))
    when(power == .on) { asked[road] <== wanted.light }
    control[0].request.light <== .amber
    control[0].request.isUrgent <== wanted.isUrgent
    control[1].request.light <== mux(power == .off, .amber, asked[road])
    control[1].request.isUrgent <== 0
    last <== legal
    mode <== .red
    when(wanted.isUrgent) { mode <== .green }
    first <== control[0].shown
    second <== mux(wanted.isUrgent, control[1].shown, last)
    isAlike <== (control[0].shown == control[1].shown && mode != last)
    word <== concatenate(select([legal, mode], at: road).asBits, power.asBits)
    level <== 0
    wanted.light.decode { light in
      switch light {
      case .red: ()
      case .amber: level <== 1
      case .green: level <== 3
      }
    }
  }
}

/// Enumerations without a signal of their own, one of them with a single case.
final class Unnamed: SampleModule {
  enum Single: HardwareEnum { case only }
  let code = input(.bits(2))
  let flag = input(.bit)
  let isGreen = output(.bit)
  let isOnly = output(.bit)
  let number = output(.unsigned(4))
  var body: Behavior {
    isGreen <== (Light.decoded(from: code, otherwise: .red) == .green)
    isOnly <== Single.decoded(from: flag, otherwise: .only).asBits
    number <== Enumerated(Light.green).asBits.asUnsigned.extended(to: 4)
  }
}

@Suite("Enumerations as text")
struct EnumerationTests {
  private static func text(_ module: any Module) throws -> String {
    try EmittedTextTests.files(module).last?.text ?? ""
  }

  @Test("A port is a vector that is compared by the names of cases, and what takes it is one too")
  func ports() throws {
    expectText(
      try Self.text(LightControl()),
      is: """
        // A sample.
        //
        // From SystemVerilogTests/EnumerationTests.swift.
        module light_control (
          input  logic       clk_i,
          input  logic       rst_ni,

          input  logic [1:0] request_light_i,      // light_e: what is asked for
          input  logic       request_is_urgent_i,

          output logic [1:0] shown_o               // light_e
        );
          typedef enum logic [1:0] {
            StRed = 2'd0,
            StAmber = 2'd1,
            StGreen = 2'd2
          } light_e;

          logic [1:0] light_d, light_q;  // light_e: what is shown

          always_comb begin
            light_d = light_q;
            case (light_q)
              StRed: begin
                if (request_light_i != StRed) begin
                  light_d = StAmber;
                end
              end
              StAmber: light_d = request_light_i;
              StGreen: begin
                if (request_is_urgent_i || request_light_i == StRed) begin
                  light_d = StAmber;
                end
              end
              default: light_d = StRed;
            endcase
          end

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              light_q <= StRed;
            end else begin
              light_q <= light_d;
            end
          end

          assign shown_o = light_q;
        endmodule

        """)
  }

  @Test("What takes cases alone has the type, and a case at an instance has a wire")
  func types() throws {
    let text = try Self.text(Lights())
    let start = try #require(text.range(of: "  light_e "))
    expectText(
      String(text[start.lowerBound...]),
      is: """
          light_e     mode;                     // of the night
          logic [1:0] legal;                    // light_e
          logic [1:0] control_0_shown;          // light_e
          logic [1:0] control_1_shown;          // light_e
          light_e     control_0_request_light;
          logic [1:0] control_1_request_light;  // light_e
          logic [1:0] asked_0_q;                // light_e
          logic [1:0] asked_1_q;                // light_e
          logic [1:0] last_q;                   // light_e

          assign legal = (code_i <= 2'd2) ? code_i : LightRed;

          always_ff @(posedge clk_i or negedge rst_ni) begin
            if (!rst_ni) begin
              asked_0_q <= LightGreen;
              asked_1_q <= LightGreen;
            end else if (power_i == SwitchOn) begin
              case (road_i)
                1'b0: asked_0_q <= wanted_light_i;
                1'b1: asked_1_q <= wanted_light_i;
                default: ;
              endcase
            end
          end

          assign control_0_request_light = LightAmber;

          light_control u_control_0 (
            .clk_i              (clk_i),
            .rst_ni             (rst_ni),
            .request_light_i    (control_0_request_light),
            .request_is_urgent_i(wanted_is_urgent_i),
            .shown_o            (control_0_shown)
          );

          assign control_1_request_light =
            (power_i == SwitchOff) ? LightAmber : road_i ? asked_1_q : asked_0_q;

          light_control u_control_1 (
            .clk_i              (clk_i),
            .rst_ni             (rst_ni),
            .request_light_i    (control_1_request_light),
            .request_is_urgent_i(1'b0),
            .shown_o            (control_1_shown)
          );

          always_ff @(posedge clk_i) begin
            last_q <= legal;
          end

          always_comb begin
            mode = LightRed;
            if (wanted_is_urgent_i) begin
              mode = LightGreen;
            end
          end

          assign first_o = control_0_shown;
          assign second_o = wanted_is_urgent_i ? control_1_shown : last_q;
          assign is_alike_o = control_0_shown == control_1_shown && mode != last_q;
          assign word_o = {road_i ? mode : legal, power_i};

          always_comb begin
            level_o = 2'd0;
            case (wanted_light_i)
              LightRed: ;
              LightAmber: level_o = 2'd1;
              LightGreen: level_o = 2'd3;
              default: ;
            endcase
          end
        endmodule

        """)
  }

  @Test("An enumeration without a signal is declared too")
  func unnamed() throws {
    let text = try Self.text(Unnamed())
    let start = try #require(text.range(of: "  typedef"))
    expectText(
      String(text[start.lowerBound...]),
      is: """
          typedef enum logic [1:0] {
            LightRed = 2'd0,
            LightAmber = 2'd1,
            LightGreen = 2'd2
          } light_e;

          typedef enum logic [0:0] {
            SingleOnly = 1'd0
          } single_e;

          assign is_green_o = ((code_i <= 2'd2) ? code_i : LightRed) == LightGreen;
          assign is_only_o = (flag_i <= 1'b0) ? flag_i : SingleOnly;
          assign number_o = {2'd0, LightGreen};
        endmodule

        """)
  }

  @Test(
    "slang is content, in every profile",
    .enabled(if: Tool.slang.isInstalled, "scripts/lint-rtl has not set up slang"))
  func slang() throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/slang.py")
    for profile in [TargetProfile.portable, .verilator, .systemVerilog2017] {
      for module in [Lights(), Unnamed()] as [any Module] {
        let circuit = try elaborate(module)
        try withTemporaryFolder { folder in
          let files = SystemVerilogEmitter(profile: profile).emit(circuit)
          for file in files {
            try file.text.write(
              to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
          }
          let result = try Tool.slang.run(
            [script.path, "--top", circuit.top.name] + files.map(\.name), in: folder)
          #expect(result.status == 0 && result.output == "", "\(result.output)")
        }
      }
    }
  }
}
