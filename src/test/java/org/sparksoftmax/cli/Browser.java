package org.sparksoftmax.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that records the console output and the requests of a page. */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts Chromium with a new profile. If it is not installed, the test is skipped with a message.
   */
  static Browser start() {
    String chromium = NAMES.stream().flatMap(Browser::onPath).findFirst().orElse(null);
    String chromedriver = onPath("chromedriver").findFirst().orElse(null);
    assumeTrue(
        chromium != null && chromedriver != null,
        "skipped: no chromium and chromedriver on the PATH (Debian: chromium, chromium-driver)");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(chromedriver))
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Stream<String> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString);
  }

  /** Opens a file in a window of this width, in light mode. */
  void open(Path file, int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "light"))));
    driver.get(file.toUri().toString());
  }

  /** Runs a script and returns its value. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /** Runs a script and returns its value as a number. */
  double number(String script) {
    return ((Number) run("return " + script)).doubleValue();
  }

  /** Focuses an element and presses a key. */
  void press(String selector, CharSequence key) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    driver.executeScript("arguments[0].focus()", element);
    element.sendKeys(key);
  }

  /** Describes the first element that Tab focuses from the top of the page. */
  String firstByTab() {
    driver.findElement(By.tagName("body")).sendKeys(Keys.TAB);
    return driver.switchTo().activeElement().getText();
  }

  /** Prints the page to A4. */
  byte[] pdf() {
    Map<String, Object> printed =
        driver.executeCdpCommand(
            "Page.printToPDF",
            Map.of("printBackground", true, "paperWidth", 8.27, "paperHeight", 11.69));
    return Base64.getDecoder().decode((String) printed.get("data"));
  }

  /** The console output of the page since the last call. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** The requests of the page since the last call, including the page itself but not data URLs. */
  List<String> requests() throws IOException {
    List<String> requests = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      String url = message.at("/params/request/url").asText();
      if (message.path("method").asText().equals("Network.requestWillBeSent")
          && !url.startsWith("data:")) {
        requests.add(url);
      }
    }
    return requests;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
