// The clear octets of one connection: finds out whether they are HTTP, and makes exchanges of them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "assay/observe/conversation.hpp"
#include "sorting.hpp"

namespace assay::capture {

class PlainTrack {
public:
    /// @param is_forced read it as HTTP whatever it looks like
    /// @param is_whole  it is seen from its beginning
    /// @param tls       what protects it; nothing in the clear
    PlainTrack(Sorting& sorting, Endpoint service, bool is_forced, bool is_whole,
               std::optional<record::TlsFacts> tls);

    void take(observe::From from, std::string_view octets);
    void lost(observe::From from, const std::string& why);
    void closed(observe::From from);
    void end(const std::string& why);

private:
    enum class Kind { undecided, http, other };

    void decide(observe::From from, std::string_view octets);
    void begin();
    void pass_over(std::string_view octets);
    [[nodiscard]] std::string& held(observe::From from) {
        return held_[from == observe::From::client ? 0 : 1];
    }

    Sorting& sorting_;
    Endpoint service_;
    bool is_whole_;
    std::optional<record::TlsFacts> tls_;
    Kind kind_ = Kind::undecided;
    std::string other_;                ///< what it is instead of HTTP
    std::array<std::string, 2> held_;  ///< until it is decided
    std::optional<observe::Conversation> conversation_;
};

}  // namespace assay::capture
