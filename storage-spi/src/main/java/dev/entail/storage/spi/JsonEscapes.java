package dev.entail.storage.spi;

/**
 * Finds characters that are written as an escape in JSON text and that not every database can store: NUL and half a
 * surrogate pair. It does not check the rest of the syntax; the caller hands over what a JSON writer produced.
 */
final class JsonEscapes {
    private static final int ESCAPE_LENGTH = 6;

    private JsonEscapes() {}

    static void check(String json) {
        for (int i = json.indexOf('\\'); i >= 0; i = json.indexOf('\\', i)) {
            int unit = unit(json, i);
            if (unit < 0) {
                // A short escape such as \n or \\: skip the character after the backslash too.
                i += 2;
                continue;
            }
            if (unit == 0) {
                throw ColumnValues.mismatch("A JSON must not contain the character NUL, but it has one at index " + i);
            }
            i += ESCAPE_LENGTH;
            if (Character.isSurrogate((char) unit)) {
                int next = unit(json, i);
                if (!Character.isHighSurrogate((char) unit) || next < 0 || !Character.isLowSurrogate((char) next)) {
                    throw ColumnValues.mismatch("A JSON must be well-formed Unicode, but it has half a surrogate pair "
                            + "before index " + i);
                }
                i += ESCAPE_LENGTH;
            }
        }
    }

    /** The UTF-16 unit of the escape at this index, or -1 if there is none with four hexadecimal digits. */
    private static int unit(String json, int index) {
        if (index + ESCAPE_LENGTH > json.length() || json.charAt(index) != '\\' || json.charAt(index + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = index + 2; i < index + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(json.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }
}
