package com.example.faulty;

import dev.entail.testkit.contract.driver.DriverContract;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(sources = FaultySource.class)
@DisplayName("The driver contract, for a driver from outside")
final class FaultyContractTest extends DriverContract {}
