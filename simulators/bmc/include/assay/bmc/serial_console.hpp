// What stands behind Serial over LAN: a host's serial console that follows a script. Bounded; sans-io.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "assay/base/octets.hpp"

namespace assay::bmc {

/// As [console] of a chassis file says it; shared by the BMCs of one model.
struct ConsoleScript {
    struct Answer {
        std::string when;  ///< a whole line
        std::string say;
    };
    std::string banner = "\r\nassay console\r\n";  ///< when the host starts, and when somebody connects
    std::string prompt = "> ";
    std::string on_break = "\r\n[break]\r\n";
    std::string unknown;  ///< to a line that no answer is for
    bool echo = true;
    std::vector<Answer> answers;
};

class SerialConsole {
public:
    static constexpr std::size_t most_output = 4096;  ///< what nobody fetches, the oldest first, is lost
    static constexpr std::size_t longest_line = 256;  ///< what goes beyond is not part of the line

    explicit SerialConsole(std::shared_ptr<const ConsoleScript> script) : script_{std::move(script)} {}

    /// Banner and prompt; a line begun before is forgotten.
    void start();
    void type(base::OctetView characters);
    void send_break();

    /// What the host printed and nobody fetched yet.
    [[nodiscard]] const base::Octets& output() const { return output_; }
    /// Takes up to `most` octets of it.
    [[nodiscard]] base::Octets fetch(std::size_t most);
    /// Puts back, in front, what was fetched and not delivered.
    void unfetch(base::OctetView characters);
    void discard_output() { output_.clear(); }
    /// Was output lost since the last call?
    [[nodiscard]] bool take_overrun() { return std::exchange(overrun_, false); }

private:
    void print(std::string_view text);
    void enter_line();

    std::shared_ptr<const ConsoleScript> script_;
    base::Octets output_;
    std::string line_;
    bool overrun_ = false;
};

}  // namespace assay::bmc
