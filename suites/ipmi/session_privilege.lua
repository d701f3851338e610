-- Privilege levels of a session: IPMI 2.0 §6.8, §22.18 and Appendix G.

bmc_case {
  id     = "ipmi.privilege.begins-low",
  title  = "A session at administrator begins at user or below",
  proves = "ipmi.privilege.starts-as-user",
  run = function(t)
    local s = t.bmc:handshake{}
    t:setup(s:open_session().status == 0 and s:rakp1().status == 0 and s:rakp3().status == 0, "no session")
    local level = s:request(0x06, 0x3B, { 0 })
    t:require_completion(level)
    local present = level:bits(2, 3, 0)
    t:expect(present and present <= 2, { message = "the session has a higher privilege level at once",
      expected = "1 or 2", actual = present or "no level", at = level })
  end,
}
