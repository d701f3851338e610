#include "expiry.hpp"

#include <algorithm>

#include "assay/model/datetime.hpp"
#include "assay/model/duration.hpp"
#include "assay/model/faults.hpp"

namespace assay::service {
namespace {

namespace faults = model::faults;

Expiry granted(std::chrono::seconds length, const model::Request& request) {
    return {.at = request.now + length, .told = model::to_xs_duration(length)};
}

}  // namespace

model::Outcome<Expiry> read_expiry(const soap::Element* expires, const model::Request& request,
                                   std::chrono::seconds most) {
    if (expires == nullptr) return granted(most, request);
    if (const auto duration = model::parse_duration(expires->value())) {
        if (!duration->positive()) return faults::invalid_expiration_time("wsen:Expires is not positive");
        const auto length = std::chrono::ceil<std::chrono::seconds>(duration->approximate());
        return granted(std::min(length, most), request);
    }
    const auto time = model::parse_datetime(expires->value());
    if (!time) return faults::invalid_expiration_time("wsen:Expires is neither duration nor dateTime");
    if (*time <= request.wall) return faults::invalid_expiration_time("wsen:Expires is in the past");
    const base::Duration length = std::min<base::Duration>(*time - request.wall, most);
    return Expiry{.at = request.now + length, .told = base::to_rfc3339(request.wall + length)};
}

}  // namespace assay::service
