#include "assay/model/fault_number.hpp"

#include <gtest/gtest.h>

#include "assay/model/faults.hpp"
#include "assay/model/profile.hpp"
#include "assay/soap/writer.hpp"

namespace assay::model {
namespace {

TEST(FaultNumber, IsTheOneThatPublicClientsWaitFor) {
    EXPECT_EQ(fault_number(faults::timed_out()), 2150858793U);
    EXPECT_EQ(fault_number(faults::invalid_selectors(faults::Selectors::UnexpectedSelectors, "")),
              2150858843U);
    EXPECT_EQ(fault_number(faults::schema_validation_error("")), 2150858817U);
    EXPECT_EQ(fault_number(faults::access_denied("")), 5U);
}

TEST(FaultNumber, DependsOnTheDetailWhereThereIsARowForIt) {
    EXPECT_EQ(fault_number(faults::action_not_supported("urn:x")), 0x80338013U);
    EXPECT_EQ(fault_number(faults::action_mismatch("a", "b")), 0x80338031U);
    EXPECT_EQ(fault_number(faults::must_understand({})), 0x80338010U);
}

TEST(FaultNumber, OfAFaultThatWindowsDoesNotHaveIsInternalError) {
    Fault fault = faults::internal_error("");
    fault.subcode = vocab::QName{vocab::ns::wsa, "Lantern"};
    EXPECT_EQ(fault_number(fault), 1359U);
}

TEST(WsmanFault, HoldsNumberMachineAndMessage) {
    EXPECT_EQ(soap::write_element(wsman_fault(faults::access_denied("no"), "host")),
              "<n1:WSManFault xmlns:n1=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\"5\" "
              "Machine=\"host\"><n1:Message>no</n1:Message></n1:WSManFault>");
}

TEST(Profile, IsFoundByName) {
    EXPECT_EQ(find_profile("winrm"), &winrm);
    EXPECT_EQ(find_profile("strict"), &strict);
    EXPECT_EQ(find_profile("WinRM"), nullptr);
}

}  // namespace
}  // namespace assay::model
