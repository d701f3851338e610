#include "assay/load/request_log.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay::load {
namespace {

std::string_view result_of(const LoggedRequest& request) {
    switch (request.fate) {
        case Fate::succeeded: return "succeeded";
        case Fate::failed: return name_of(request.error);
        case Fate::abandoned: return "abandoned";
        case Fate::unsent: break;
    }
    return "unsent";
}

long long nanoseconds(base::Instant instant) { return instant.time_since_epoch().count(); }

}  // namespace

void RequestLog::add(const LoggedRequest& request) {
    if (is_full()) return leave_out(1);
    requests_.push_back(request);
}

void RequestLog::merge(const RequestLog& other) {
    for (const LoggedRequest& request : other.requests_) add(request);
    leave_out(other.left_out());
}

void RequestLog::sort() { std::ranges::stable_sort(requests_, {}, &LoggedRequest::intended); }

void write_csv(std::ostream& out, const RequestLog& log) {
    out << "intended_ns,free_ns,sent_ns,ended_ns,result\n";
    for (const LoggedRequest& each : log.requests()) {
        if (each.fate == Fate::unsent) {
            fmt::print(out, "{},,,{},{}\n", nanoseconds(each.intended), nanoseconds(each.ended),
                       result_of(each));
        } else {
            fmt::print(out, "{},{},{},{},{}\n", nanoseconds(each.intended), nanoseconds(each.free),
                       nanoseconds(each.sent), nanoseconds(each.ended), result_of(each));
        }
    }
}

}  // namespace assay::load
