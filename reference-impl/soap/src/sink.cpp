#include "assay/soap/sink.hpp"

#include <algorithm>

namespace assay::soap {

void Sink::grow(std::size_t octets) {
    const std::size_t held = size();
    text_.resize(std::max(held + octets, 2 * text_.size()));
    at_ = text_.data() + held;
    end_ = text_.data() + text_.size();
}

}  // namespace assay::soap
