// A request that the service has accepted: all that its envelope says, typed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/model/epr.hpp"
#include "assay/model/grants.hpp"
#include "assay/model/options.hpp"
#include "assay/model/profile.hpp"

namespace assay::model {

/// Who asks.
struct Caller {
    std::string name;                           ///< empty for somebody anonymous, who may only Identify
    std::shared_ptr<const Grants> grants = {};  ///< nullptr: everything is allowed
};

struct Request {
    std::string action;
    std::string to;
    std::string message_id;
    std::string resource_uri;
    SelectorSet selectors = {};
    OptionSet options = {};
    std::optional<base::Duration> operation_timeout = {};
    std::optional<std::uint64_t> max_envelope_octets = {};
    bool wants_epr = false;    ///< wsman:RequestEPR
    bool wants_count = false;  ///< wsman:RequestTotalItemsCountEstimate
    /// wsman:FragmentTransfer with the namespaces in scope: only a part is meant, and a resource that answers
    /// Get then gives a tree and no written octets.
    std::optional<soap::Element> fragment = {};
    std::vector<soap::Element> body = {};
    soap::Encoding encoding = soap::Encoding::utf8;

    /// The dialect that is spoken; constant.
    const Profile* profile = &dmtf;

    // What the edge adds.
    Caller caller = {};
    base::Instant now = {};
    base::WallTime wall = {};
};

}  // namespace assay::model
