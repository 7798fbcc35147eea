package dev.entail.driver.mysql;

import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.MYSQL)
@DisplayName("The driver contract")
final class MysqlContractTest extends DriverContract {}
