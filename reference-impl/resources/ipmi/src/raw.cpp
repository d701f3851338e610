#include "raw.hpp"

#include <algorithm>

#include "assay/cim/name.hpp"
#include "assay/model/faults.hpp"

namespace assay::ipmi {
namespace {

namespace faults = model::faults;

constexpr std::uint8_t bmc_address = 0x20;              // IPMI 2.0 §5.5
constexpr std::uint8_t destination_unavailable = 0xD3;  // §5.2 Table 5-2

/// A request as the parameters give it.
struct Request {
    std::uint8_t responder = 0;
    std::uint8_t netfn = 0;
    std::uint8_t lun = 0;
    std::uint8_t command = 0;
    base::Octets data = {};
};

model::Fault invalid(std::string reason) {
    return faults::invalid_parameter(faults::Parameter::TypeMismatch, std::move(reason));
}

Outcome<Request> request_of(const cim::Method& method, const std::vector<cim::Value>& in) {
    constexpr std::uint64_t largest_netfn = 0x3F, largest_lun = 3;
    Request request;
    for (const auto& [name, into] :
         {std::pair{"ResponderAddress", &request.responder}, std::pair{"NetworkFunction", &request.netfn},
          std::pair{"Lun", &request.lun}, std::pair{"Command", &request.command}}) {
        const cim::Value* const value = argument(method, in, name);
        if (value == nullptr) return invalid(std::string{name} + " is missing");
        *into = static_cast<std::uint8_t>(*value->get<std::uint64_t>());
    }
    const bool is_request = request.netfn <= largest_netfn && request.netfn % 2 == 0;
    if (!is_request) return invalid("NetworkFunction has to be even and at most 3Eh");
    if (request.lun > largest_lun) return invalid("Lun has to be at most 3");

    const cim::Value* data = argument(method, in, "RequestData");
    if (data == nullptr) data = argument(method, in, "Data");
    const cim::Value* const size = argument(method, in, "RequestDataSize");
    const std::size_t given = data == nullptr ? 0 : data->elements().size();
    const std::uint64_t used = size == nullptr ? given : *size->get<std::uint64_t>();
    if (used > given) return invalid("RequestDataSize is more than the data that is given");
    for (std::size_t i = 0; i < used; ++i) {
        const auto* const octet = data->elements()[i].get<std::uint64_t>();
        if (octet == nullptr) return invalid("an octet of the data is null");
        request.data.push_back(static_cast<base::Octet>(*octet));
    }
    return request;
}

/// @param response  the completion code and what follows it
cim::MethodResult answer_with(const cim::Method& method, const base::Octets& response) {
    cim::MethodResult answer = answer_of(method, Result::completed);
    cim::Value::Array octets(response.begin(), response.end());
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
        const std::string& name = method.parameters[i].name;
        if (cim::same_name(name, "CompletionCode")) answer.parameters[i] = response.front();
        if (cim::same_name(name, "ResponseDataSize"))
            answer.parameters[i] = static_cast<std::uint32_t>(response.size());
        if (cim::same_name(name, "ResponseData")) answer.parameters[i] = octets;
    }
    return answer;
}

}  // namespace

awaitable<Outcome<std::vector<cim::Instance>>> Raw::read(const Source& from, cim::ClassPtr of,
                                                         const cim::ObjectPath*) {
    std::vector<cim::Instance> instances;
    instances.push_back(
        instance_of(std::move(of), {{"BMCAddress", bmc_address}, {"InstanceName", from.id_of("RAW")}}));
    co_return instances;
}

awaitable<Outcome<cim::MethodResult>> Raw::perform(const Source& from, const cim::Instance& object,
                                                   const cim::Method& method,
                                                   const std::vector<cim::Value>& in) {
    const bool speaks =
        cim::same_name(method.name, "RequestResponse") || cim::same_name(method.name, "RequestResponseEx");
    if (!speaks) co_return faults::action_not_supported(object.of().uri() + '/' + method.name);
    const auto request = request_of(method, in);
    if (!request) co_return request.error();
    // what is behind the BMC would need bridging, which this client does not do
    if (request->responder != bmc_address) co_return answer_with(method, {destination_unavailable});
    auto response =
        co_await from.client().command(request->netfn, request->command, request->data, request->lun);
    if (!response && !response.error().completion) co_return fault_of(response.error());
    if (!response) co_return answer_with(method, {*response.error().completion});
    response->insert(response->begin(), 0);
    co_return answer_with(method, *response);
}

}  // namespace assay::ipmi
