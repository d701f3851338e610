#include "assay/service/enumeration.hpp"

#include <algorithm>
#include <numeric>

#include "assay/model/epr.hpp"
#include "assay/model/names.hpp"
#include "assay/soap/writer.hpp"

namespace assay::service {
namespace {

namespace names = model::names;

/// How many items are read when nothing is known of their size: few, because what does not fit is kept.
constexpr std::size_t first_reading = 32;

/// In characters.
std::size_t size_of(const soap::Element& written) { return written.text.size(); }

}  // namespace

soap::Element Enumeration::rendered(Item item) const {
    if (origin_.mode == Mode::object) return std::move(item.object);
    model::Epr epr{.address = origin_.address,
                   .resource_uri = std::move(item.resource_uri),
                   .selectors = std::move(item.selectors)};
    if (epr.resource_uri.empty()) epr.resource_uri = origin_.resource_uri;
    soap::Element reference = to_element(epr, names::EndpointReference);
    if (origin_.mode == Mode::epr) return reference;
    soap::Element both{names::Item};
    both.add(std::move(item.object));
    both.add(std::move(reference));
    return both;
}

void Enumeration::render_arrived() {
    for (Item& item : arrived_) {
        kept_.push_back(soap::Element::written(soap::write_element(rendered(std::move(item)))));
    }
    arrived_.clear();
}

/// Reads until the portion is full, and one more where that costs no waiting, so that the end can be told
/// with the last item.
awaitable<Outcome<>> Enumeration::read(Portion portion) {
    render_arrived();
    const std::size_t ahead = origin_.waits ? 0 : 1;
    const std::size_t wanted = std::min(portion.elements, SIZE_MAX - 1) + ahead;
    while (!exhausted_ && kept_.size() < wanted) {
        const std::size_t size =
            std::accumulate(kept_.begin(), kept_.end(), std::size_t{0},
                            [](std::size_t sum, const soap::Element& each) { return sum + size_of(each); });
        const std::size_t room = std::min(portion.room, portion.characters);
        if (!kept_.empty() && size >= room) break;
        std::size_t most = first_reading;
        if (!kept_.empty()) most = (room - size) / std::max<std::size_t>(size / kept_.size(), 1) + 1;
        const auto count = co_await cursor_->fill(arrived_, std::min(most, wanted - kept_.size()));
        if (!count) co_return count.error();
        exhausted_ = *count == 0;
        render_arrived();
    }
    co_return boost::system::in_place_value;
}

Batch Enumeration::hand_out(const Portion& portion) {
    Batch batch{.total = cursor_->estimate()};
    std::size_t characters = 0;
    auto last = kept_.begin();
    for (; last != kept_.end() && batch.items.size() < portion.elements; ++last) {
        const std::size_t size = size_of(*last);
        if (characters + size > portion.room) {
            batch.too_large = batch.items.empty();
            break;
        }
        if (!batch.items.empty() && characters + size > portion.characters) break;
        characters += size;
        batch.items.push_back(std::move(*last));
    }
    kept_.erase(kept_.begin(), last);
    batch.end = exhausted_ && kept_.empty();
    return batch;
}

Batch Enumeration::arrived(const Portion& portion) {
    render_arrived();
    return hand_out(portion);
}

awaitable<Outcome<Batch>> Enumeration::next(Portion portion) {
    if (auto done = co_await read(portion); !done) co_return done.error();
    co_return hand_out(portion);
}

}  // namespace assay::service
