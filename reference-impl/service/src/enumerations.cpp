#include "assay/service/enumerations.hpp"

#include <algorithm>

#include "assay/base/uuid.hpp"
#include "assay/model/faults.hpp"
#include "assay/model/names.hpp"
#include "assay/soap/writer.hpp"

namespace assay::service {

namespace faults = model::faults;
namespace names = model::names;

soap::Element Enumeration::rendered(std::size_t index) const {
    Item item = listing_.at(index);
    if (origin_.mode == Mode::object) return std::move(item.object);
    const model::Epr epr{.address = origin_.address,
                         .resource_uri = origin_.resource_uri,
                         .selectors = std::move(item.selectors)};
    soap::Element reference = to_element(epr, names::EndpointReference);
    if (origin_.mode == Mode::epr) return reference;
    soap::Element both{names::Item};
    both.add(std::move(item.object));
    both.add(std::move(reference));
    return both;
}

Batch Enumeration::next(const Portion& portion) {
    Batch batch{.total = listing_.count};
    std::size_t characters = 0;
    while (position_ < listing_.count && batch.items.size() < portion.elements) {
        soap::Element item = rendered(position_);
        const std::size_t size = soap::written_size(item);
        if (characters + size > portion.room) {
            batch.too_large = batch.items.empty();
            break;
        }
        if (!batch.items.empty() && characters + size > portion.characters) break;
        characters += size;
        batch.items.push_back(std::move(item));
        ++position_;
    }
    batch.end = position_ == listing_.count;
    return batch;
}

Outcome<std::string> Enumerations::open(Enumeration enumeration, base::Instant expires, base::Instant now) {
    const std::lock_guard lock{mutex_};
    if (open_.size() >= limits_.enumerations) forget_expired(now);
    if (open_.size() >= limits_.enumerations) return faults::quota_limit("too many enumerations are open");
    std::string context = "uuid:" + base::random_uuid();
    open_.emplace(context, std::make_shared<Entry>(std::move(enumeration), expires));
    return context;
}

Outcome<std::shared_ptr<Enumerations::Entry>> Enumerations::find(const std::string& context,
                                                                 const Request& asker) {
    const std::lock_guard lock{mutex_};
    const auto found = open_.find(context);
    if (found == open_.end()) return faults::invalid_enumeration_context();
    if (asker.now >= found->second->expires) {
        open_.erase(found);
        return faults::invalid_enumeration_context();
    }
    const Enumeration::Origin& origin = found->second->enumeration.origin();
    if (origin.caller != asker.caller.name) {
        return faults::access_denied("the enumeration belongs to another user");
    }
    if (origin.resource_uri != asker.resource_uri) {
        // DSP0226 §8.4: the addressing of the Enumerate has to come again with each Pull.
        return faults::message_information_header_required("wsman:ResourceURI of the enumeration");
    }
    return found->second;
}

Outcome<Batch> Enumerations::pull(const std::string& context, const Request& asker, const Portion& portion) {
    auto entry = find(context, asker);
    if (!entry) return entry.error();
    const std::lock_guard lock{(*entry)->pulling};
    if ((*entry)->ended) return faults::invalid_enumeration_context();
    Batch batch = (*entry)->enumeration.next(portion);
    if (batch.end) {
        (*entry)->ended = true;
        forget(context);
    }
    return batch;
}

Outcome<> Enumerations::release(const std::string& context, const Request& asker) {
    auto entry = find(context, asker);
    if (!entry) return entry.error();
    forget(context);
    return boost::system::in_place_value;
}

void Enumerations::forget(const std::string& context) {
    const std::lock_guard lock{mutex_};
    open_.erase(context);
}

void Enumerations::forget_expired(base::Instant now) {
    std::erase_if(open_, [now](const auto& each) { return now >= each.second->expires; });
}

}  // namespace assay::service
