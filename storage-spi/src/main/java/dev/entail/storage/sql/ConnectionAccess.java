package dev.entail.storage.sql;

import java.sql.Connection;

/** Gives the connection that statements run on, as late as it is needed. */
public interface ConnectionAccess {
    /** The connection; its transaction has begun, if it is to have one. */
    Connection connection();

    /** The same, but the transaction need not have begun: what runs on it may not be a part of any. */
    Connection beforeTransaction();

    /** A connection that is open already. */
    static ConnectionAccess of(Connection connection) {
        return new ConnectionAccess() {
            @Override
            public Connection connection() {
                return connection;
            }

            @Override
            public Connection beforeTransaction() {
                return connection;
            }
        };
    }
}
