// How a client under test ended in one case, and what it told its caller.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::record {

enum class ClientEnding {
    exited,     ///< by itself
    crashed,    ///< by a signal that was not ours
    timed_out,  ///< it was ended because its time was up
    not_seen    ///< somebody else started it: nobody told us
};

struct ClientEnd {
    std::string case_id;
    ClientEnding how = ClientEnding::not_seen;
    std::optional<int> exit_code;      ///< when it exited
    std::string output;                ///< what it wrote to standard output, its beginning, secrets replaced
    std::string errors;                ///< the same of standard error
    std::size_t further_requests = 0;  ///< that came when the case had no answer for them any more
};

[[nodiscard]] std::string_view to_text(ClientEnding ending);
[[nodiscard]] std::optional<ClientEnding> client_ending_from(std::string_view text);

}  // namespace assay::record
