-- wsman:FragmentTransfer and wsman:XmlFragment.
local fragments = {}

--- The message about a fragment; the expression may use the prefix `p` for the namespace of [item], or for `uri`.
function fragments.of(t, message, expression, uri)
  return message:header(('<wsman:FragmentTransfer s:mustUnderstand="true" xmlns:p="%s">%s</wsman:FragmentTransfer>')
    :format(uri or t.profile.item.uri, expression))
end

--- Only Get and Put of a fragment are had from some (MS-WSMV 3.1.4.1.18); they refuse the others by name. Ends the case then.
function fragments.need_offer(t, r)
  local fault = r:fault()
  if fault and fault.subcode == "wsman:UnsupportedFeature" and fault.detail == "FragmentLevelAccess" then
    t:not_applicable("fragments are neither created nor deleted here")
  end
end

--- A property of [item] as a fragment.
function fragments.xml(t, name, value)
  return ('<wsman:XmlFragment><p:%s xmlns:p="%s">%s</p:%s></wsman:XmlFragment>'):format(name, t.profile.item.uri, value, name)
end

return fragments
