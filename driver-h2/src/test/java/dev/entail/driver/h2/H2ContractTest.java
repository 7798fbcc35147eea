package dev.entail.driver.h2;

import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.H2)
@DisplayName("The driver contract")
final class H2ContractTest extends DriverContract {}
