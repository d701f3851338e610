#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

std::string_view to_text(Broken broken) {
    switch (broken) {
        case Broken::truncated: return "truncated";
        case Broken::overlong: return "longer than its structure";
        case Broken::bad_checksum: return "bad checksum";
        case Broken::bad_version: return "wrong version or format octet";
        case Broken::unsupported: return "not supported";
        case Broken::not_protected: return "not protected as the session asks";
        case Broken::bad_integrity: return "bad AuthCode";
        case Broken::bad_padding: return "bad padding";
    }
    return "broken";
}

}  // namespace assay::ipmi_wire
