package dev.entail.testkit.database;

/** A source of a product that Entail ships a driver for. */
interface ShippedSource extends DatabaseSource {
    DatabaseProduct product();

    @Override
    default String title() {
        return product().title();
    }
}
