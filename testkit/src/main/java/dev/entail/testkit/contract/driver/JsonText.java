package dev.entail.testkit.contract.driver;

/** JSON without the blanks that mean nothing. */
final class JsonText {
    private JsonText() {}

    static String compact(String json) {
        StringBuilder result = new StringBuilder(json.length());
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\' && i + 1 < json.length()) {
                result.append(c).append(json.charAt(++i));
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            }
            if (quoted || !Character.isWhitespace(c)) {
                result.append(c);
            }
        }
        return result.toString();
    }
}
