package dev.entail.storage.spi;

/**
 * What a server says of itself.
 *
 * @param driver name of the Entail driver, for example {@code mysql}
 * @param product product name, for example {@code MariaDB}
 * @param version version text, for example {@code 11.4.5}
 */
public record DatabaseInfo(String driver, String product, String version) {
    @Override
    public String toString() {
        return product + " " + version;
    }
}
