/* Reads barcodes with the camera where the browser can (BarcodeDetector): a code goes into the field of the form that the pressed
   button names, as if a scanner had typed it. Nothing is asked for and nothing runs before the button is pressed. */
"use strict";
(() => {
  const PAUSE = 1500; // ms before the same code counts again
  const LOOK = 150;
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  document.documentElement.dataset.scans = "";
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const enter = (form, code) => {
    form.elements.code.value = code;
    form.requestSubmit();
    navigator.vibrate?.(40);
  };
  const read = async (form, dialog) => {
    const video = document.getElementById("scan-video");
    const said = document.getElementById("scan-said");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream;
      await video.play();
      const detector = new BarcodeDetector();
      const seen = new Map();
      while (dialog.open) {
        for (const { rawValue } of await detector.detect(video).catch(() => [])) {
          if (performance.now() - (seen.get(rawValue) ?? -PAUSE) < PAUSE) continue;
          seen.set(rawValue, performance.now());
          said.textContent = rawValue;
          enter(form, rawValue);
        }
        await wait(LOOK);
      }
    } catch (problem) {
      said.textContent = problem.name === "NotAllowedError" ? said.dataset.denied : said.dataset.broken;
    } finally {
      for (const track of stream?.getTracks() ?? []) track.stop();
      video.srcObject = null;
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-scan]");
    if (button) setTimeout(() => read(document.getElementById(button.dataset.scan), document.getElementById(button.dataset.opens)));
  });
})();
