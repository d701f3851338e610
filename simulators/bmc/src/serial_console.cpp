#include "assay/bmc/serial_console.hpp"

#include <algorithm>

namespace assay::bmc {

void SerialConsole::start() {
    line_.clear();
    print(script_->banner);
    print(script_->prompt);
}

void SerialConsole::type(base::OctetView characters) {
    constexpr char backspace = '\b', rubout = '\x7F';
    for (const base::Octet octet : characters) {
        const char character = static_cast<char>(octet);
        if (character == '\r' || character == '\n') {
            enter_line();
        } else if (character == backspace || character == rubout) {
            if (line_.empty()) continue;
            line_.pop_back();
            if (script_->echo) print("\b \b");
        } else {
            if (line_.size() < longest_line) line_.push_back(character);
            if (script_->echo) print({&character, 1});
        }
    }
}

void SerialConsole::enter_line() {
    if (script_->echo) print("\r\n");
    const auto answer = std::ranges::find(script_->answers, line_, &ConsoleScript::Answer::when);
    if (answer != script_->answers.end()) {
        print(answer->say);
    } else if (!line_.empty()) {
        print(script_->unknown);
    }
    line_.clear();
    print(script_->prompt);
}

void SerialConsole::send_break() {
    line_.clear();
    print(script_->on_break);
    print(script_->prompt);
}

void SerialConsole::print(std::string_view text) {
    const base::OctetView octets = base::octets_of(text);
    output_.insert(output_.end(), octets.begin(), octets.end());
    if (output_.size() <= most_output) return;
    output_.erase(output_.begin(), output_.end() - static_cast<std::ptrdiff_t>(most_output));
    overrun_ = true;
}

base::Octets SerialConsole::fetch(std::size_t most) {
    const auto end = output_.begin() + static_cast<std::ptrdiff_t>(std::min(most, output_.size()));
    base::Octets fetched{output_.begin(), end};
    output_.erase(output_.begin(), end);
    return fetched;
}

void SerialConsole::unfetch(base::OctetView characters) {
    output_.insert(output_.begin(), characters.begin(), characters.end());
}

}  // namespace assay::bmc
