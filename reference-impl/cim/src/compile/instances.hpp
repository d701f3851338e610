// Instance declarations → instances.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"
#include "compile/constants.hpp"
#include "compile/report.hpp"

namespace assay::cim {

class InstanceCompiler {
public:
    /// @param classes  outlives this
    explicit InstanceCompiler(const ClassStore& classes) : classes_{classes} {}

    /// An alias has to be known before it is used.
    void declare(const Site& site, std::string_view name_space, const mof::Instance& said);
    [[nodiscard]] std::vector<Instance> take() { return std::move(instances_); }

private:
    std::optional<Instance> build(const Site& site, std::string_view name_space, const mof::Instance& said);
    bool set_value(const Site& site, std::string_view name_space, const mof::PropertyValue& said,
                   Instance& into);
    ReadConstant complex(std::string_view name_space, const TypedElement& element, const mof::Constant& text);
    ReadConstant reference(std::string_view name_space, const TypedElement& element,
                           const mof::Constant& text);
    ReadConstant embedded(std::string_view name_space, const TypedElement& element,
                          const mof::Constant& text);
    [[nodiscard]] const Instance* aliased(const mof::Constant& text) const;

    const ClassStore& classes_;
    std::vector<Instance> instances_;
    std::map<std::string, std::size_t, NameLess> aliases_;
    std::map<std::string, std::size_t, NameLess> paths_;
};

}  // namespace assay::cim
