// Run by Rhino, which stands in the validator's archive: `Main pdf_rules.js 3a,ua1 FILE…`.
// Prints a line of JSON for each file and profile: file, profile, holds, assertions, and the first failures.
var J = Packages;
J.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = J.org.verapdf.pdfa.Foundries.defaultInstance();
var flavours = J.org.verapdf.pdfa.flavours.PDFAFlavour;
var profiles = arguments[0].split(",");
for (var i = 1; i < arguments.length; i++) {
  for (var k = 0; k < profiles.length; k++) {
    var told = { file: String(arguments[i]), profile: profiles[k], holds: false, assertions: 0, failed: 0, failures: [] };
    try {
      var flavour = flavours.byFlavourId(profiles[k]);
      var stream = new J.java.io.FileInputStream(arguments[i]);
      try {
        var parser = foundry.createParser(stream, flavour);
        var result = foundry.createValidator(flavour, false).validate(parser);
        told.holds = Boolean(result.isCompliant());
        told.assertions = Number(result.getTotalAssertions());
        for (var it = result.getTestAssertions().iterator(); it.hasNext();) {
          var one = it.next();
          if (String(one.getStatus()).toLowerCase() !== "failed") continue;
          told.failed++;
          if (told.failures.length < 5) {
            told.failures.push(one.getRuleId().getClause() + " test " + one.getRuleId().getTestNumber() + ": "
              + one.getMessage() + " at " + one.getLocation().getContext());
          }
        }
        parser.close();
      } finally {
        stream.close();
      }
    } catch (error) {
      told.failures.push("not validated: " + error);
    }
    print(JSON.stringify(told));
  }
}
