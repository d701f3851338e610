// Dialect profiles: what the specification leaves open, or clients of one kind expect otherwise, as choices.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace assay::model {

/// The choices of one dialect. Code asks for a choice, never for the name.
struct Profile {
    enum class FaultStatus { by_code, server_error };    ///< SOAP 1.2 part 2 §7.5.2.2; or 500 for all faults
    enum class SelectorCase { names_ignored, ignored };  ///< DSP0227 §6; or of values, too
    enum class Addresses { absolute, relative_too };     ///< what wsa:To and wsa:MessageID may hold

    std::string_view name;
    FaultStatus fault_status = FaultStatus::by_code;
    SelectorCase selector_case = SelectorCase::names_ignored;
    Addresses addresses = Addresses::relative_too;
    /// Of the CIM classes when no selector __cimnamespace is given.
    std::string_view default_namespace = "root/cimv2";
    /// Faults carry f:WSManFault with the number that Windows' clients look at (MS-WSMV 2.2.4.43).
    bool fault_numbers = false;
    /// Replies repeat wsman:ResourceURI, from which MeshCentral's stack learns the class.
    bool echoes_resource_uri = false;
    /// An exhausted quota is wsman:InternalError (MS-WSMV 3.1.4.1.19) and not wsman:QuotaLimit.
    bool quota_is_internal_error = false;
    /// wsman:FragmentTransfer without mustUnderstand is refused (MS-WSMV 3.1.4.1.18).
    bool fragment_must_understand = false;
    bool fragment_get_put_only = false;  ///< MS-WSMV 3.1.4.1.18
    bool null_elements = true;           ///< of arrays are sent; or never (MS-WSMV 3.1.4.1.26)
    bool xpath_level1_only = false;      ///< MS-WSMV 3.1.4.1.13, 3.1.4.1.18
    /// The elements of a WS-Enumeration body have to be the schema's, each once and in its order.
    bool schema_order = false;
    /// The longest wsman:OperationTimeout, and what holds without one; none for ever (DSP0226 §6.1).
    std::optional<std::chrono::seconds> longest_operation = {};
};

/// DSP0226 and DSP0227, tolerant where they allow it.
inline constexpr Profile dmtf{.name = "dmtf"};

/// Windows (MS-WSMV).
inline constexpr Profile winrm{.name = "winrm",
                               .fault_status = Profile::FaultStatus::server_error,
                               .selector_case = Profile::SelectorCase::ignored,
                               .default_namespace = "root/hardware",
                               .fault_numbers = true,
                               .quota_is_internal_error = true,
                               .fragment_must_understand = true,
                               .fragment_get_put_only = true,
                               .null_elements = false,
                               .xpath_level1_only = true,
                               .longest_operation = std::chrono::seconds{60}};

/// Intel AMT, as its clients know it.
inline constexpr Profile amt{.name = "amt", .echoes_resource_uri = true};

/// DSP0226 to the letter: for finding out what a client gets wrong.
inline constexpr Profile strict{
    .name = "strict", .addresses = Profile::Addresses::absolute, .schema_order = true};

/// The profile of that name, or nullptr.
[[nodiscard]] constexpr const Profile* find_profile(std::string_view name) {
    for (const Profile* each : {&dmtf, &winrm, &amt, &strict}) {
        if (each->name == name) return each;
    }
    return nullptr;
}

}  // namespace assay::model
