#include "assay/model/reasons.hpp"

#include <gtest/gtest.h>

#include "assay/model/faults.hpp"
#include "assay/soap/writer.hpp"

namespace assay::model {
namespace {

TEST(Reasons, AreInTheLanguageOfTheTagOrInNone) {
    EXPECT_EQ(spoken_language(" en-GB "), "en");
    EXPECT_EQ(spoken_language("DE"), "de");
    EXPECT_EQ(spoken_language("den"), "");
    EXPECT_EQ(spoken_language(""), "");
}

TEST(Reasons, StandBeforeTheEnglishOne) {
    const std::string told = soap::write_element(to_element(faults::quota_limit("too many"), "de"));
    EXPECT_NE(told.find("<s:Reason><s:Text xml:lang=\"de\">Der Dienst"), std::string::npos) << told;
    EXPECT_NE(told.find("</s:Text><s:Text xml:lang=\"en\">too many</s:Text></s:Reason>"), std::string::npos);
    EXPECT_EQ(soap::write_element(to_element(faults::quota_limit("too many"))).find("xml:lang=\"de\""),
              std::string::npos);
}

TEST(Reasons, ExistForEveryFaultOfTheService) {
    for (const Fault& fault : {faults::version_mismatch(),
                               faults::must_understand({}),
                               faults::action_not_supported("a"),
                               faults::destination_unreachable("a"),
                               faults::endpoint_unavailable("a"),
                               faults::invalid_message_information_header("a"),
                               faults::message_information_header_required("a"),
                               faults::invalid_representation(faults::Representation::InvalidValues, "a"),
                               faults::cannot_process_filter("a"),
                               faults::filter_dialect_requested_unavailable({}),
                               faults::filtering_not_supported(),
                               faults::invalid_enumeration_context(),
                               faults::invalid_expiration_time("a"),
                               faults::enumeration_timed_out(),
                               faults::access_denied("a"),
                               faults::already_exists("a"),
                               faults::cannot_process_fragment("a"),
                               faults::concurrency("a"),
                               faults::encoding_limit(faults::Encoding::SelectorLimit, "a"),
                               faults::fragment_dialect_not_supported({}),
                               faults::internal_error("a"),
                               faults::invalid_options(faults::Options::InvalidName, "a"),
                               faults::invalid_parameter(faults::Parameter::InvalidName, "a"),
                               faults::invalid_selectors(faults::Selectors::InvalidValue, "a"),
                               faults::quota_limit("a"),
                               faults::schema_validation_error("a"),
                               faults::timed_out(),
                               faults::unsupported_feature(faults::Feature::Locale, "a"),
                               faults::polymorphism_mode_not_supported("a")}) {
        const vocab::QName name = fault.subcode.value_or(fault.code);
        EXPECT_FALSE(reason_in("de", name).empty()) << name.local;
    }
}

}  // namespace
}  // namespace assay::model
