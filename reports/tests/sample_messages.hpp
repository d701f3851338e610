// The octets of the sample runs.
#pragma once

#include <string>
#include <string_view>

namespace assay::reports::sample {

extern const std::string get_request;
extern const std::string get_request_with_unknown_selector;
extern const std::string get_reply_without_relation;
extern const std::string fault_reply;
extern const std::string raw_request;
extern const std::string enumerate_request;

/// Markup, script, quotes, octets that are not UTF-8, terminal controls and a direction override.
extern const std::string_view hostile_text;

/// A PullResponse of 200 items on as many lines, one of them invalid.
[[nodiscard]] std::string long_enumeration_reply();

}  // namespace assay::reports::sample
